    def contains(
        self,
        cond: Optional[QueryLike] = None,
        doc_id: Optional[int] = None
    ) -> bool:
        """
        Check whether the database contains a document matching a query or
        an ID.

        If ``doc_id`` is set, it checks if the db contains the specified ID.

        :param cond: the condition use
        :param doc_id: the document ID to look for
        """
        if doc_id is not None:
            # Documents specified by ID
            return self.get(doc_id=doc_id) is not None

        elif cond is not None:
            # Document specified by condition
            return self.get(cond) is not None

        raise RuntimeError('You have to pass either cond or doc_id')

    def update(
        self,
        fields: Union[Mapping, Callable[[MutableMapping], None]],
        cond: Optional[QueryLike] = None,
        doc_ids: Optional[Iterable[int]] = None,
    ) -> list[int]:
        """
        Update all matching documents to have a given set of fields.

        When ``doc_ids`` is given, IDs that don't refer to an existing
        document are silently skipped, and the returned list only contains
        the IDs that were actually updated.

        :param fields: the fields that the matching documents will have
                       or a callable that mutates matching documents in place
        :param cond: which documents to update
        :param doc_ids: a list of document IDs
        :returns: a list containing the updated document's ID
        """

        # Define the function that will perform the update
        if callable(fields):
            def perform_update(table, doc_id):
                # Update documents by calling the update function provided by
                # the user
                fields(table[doc_id])
        else:
            def perform_update(table, doc_id):
                # Update documents by setting all fields from the provided data
                table[doc_id].update(fields)

        if doc_ids is not None:
            # Perform the update operation for documents specified by a list
            # of document IDs. Document IDs that don't exist in the table are
            # silently skipped, mirroring the behaviour of ``get(doc_ids=...)``
            # (see issue #591). The list of *actually* updated IDs is
            # determined inside the updater so it reflects the table state at
            # write time.
            requested_ids = list(doc_ids)
            updated_ids: list[int] = []

            def updater(table: dict):
                # Filter to IDs that exist *before* performing any updates,
                # so the operation is atomic: either every existing target is
                # updated, or none is.
                updated_ids.extend(
                    doc_id for doc_id in requested_ids if doc_id in table
                )
                for doc_id in updated_ids:
                    perform_update(table, doc_id)

