"""Stock of a small warehouse: what is on the shelves, and what has to be ordered."""

from dataclasses import dataclass


@dataclass
class Item:
    name: str
    quantity: int
    minimum: int
    price: float


class Inventory:
    """Items by name. Quantities never fall below zero."""

    def __init__(self, items=None):
        self.items = {}
        for item in items or []:
            self.add(item)

    def add(self, item):
        if item.name in self.items:
            self.items[item.name].quantity += item.quantity
        else:
            self.items[item.name] = item

    def remove(self, name, quantity):
        item = self.items.get(name)
        if item is None:
            raise KeyError(f"unknown item: {name}")
        if quantity > item.quantity:
            raise ValueError(f"only {item.quantity} of {name} left")
        item.quantity -= quantity
        return item

    def value(self):
        return sum(item.quantity * item.price for item in self.items.values())

    def shortages(self):
        return [item for item in
