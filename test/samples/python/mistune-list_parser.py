def _create_list_marker(m: Match[str], prefix: str) -> _ListMarker:
    return _ListMarker(
        spaces=m.group(prefix + "_1"),
        marker=m.group(prefix + "_2"),
        text=m.group(prefix + "_3"),
    )


def _build_list_item_source(text: str, src: str, continue_width: int) -> str:
    text += _clean_list_item_text(src, continue_width)
    return strip_end(text)


def _compile_list_break_sc(block: "BlockParser", leading_width: int) -> Pattern[str]:
    pairs = [(name, block.specification[name]) for name in _get_list_break_rules(block)]
    if leading_width < 3:
        # Relax the leading indent bound only. Matching on a bare "3" would
        # rewrite the first quantifier of any rule that has no indent prefix --
        # e.g. a fenced directive's "{3,}" marker run.
        _repl = " {0,%d}" % leading_width
        pairs = [(n, p.replace(" {0,3}", _repl, 1)) for n, p in pairs]

    regex = "|".join(r"(?P<%s>(?<=\n)%s)" % pair for pair in pairs)
    return re.compile(regex, re.M)


def _get_list_break_rules(block: "BlockParser") -> list[str]:
    rules = [
        "thematic_break",
        "fenced_code",
        "atx_heading",
        "block_quote",
        "block_html",
        "list",
    ]
    if "fenced_directive" in block.specification:
        rules.insert(1, "fenced_directive")
    return rules


def _match_list_item_break(
    list_item_re: Pattern[str],
    break_sc: Pattern[str],
    state: "BlockState",
    line: str,
) -> tuple[str, Match[str]] | None:
    m = break_sc.match(state.src, state.cursor)
    if m and m.lastgroup == "thematic_break":
        return "thematic_break", m

    m2 = list_item_re.match(line)
    if m2:
        return "list_item", m2

    if m:
        tok_type = m.lastgroup
        assert tok_type is not None
        return tok_type, m
    return None


def _get_list_bullet(c: str) -> str:
    if c == ".":
        bullet = r"\d{1,9}\."
    elif c == ")":
        bullet = r"\d{1,9}\)"
    elif c == "*":
        bullet = r"\*"
    elif c == "+":
        bullet = r"\+"
    else:
        bullet = "-"
    return bullet


def _compile_list_item_pattern(bullet: str, leading_width: int) -> str:
    if leading_width > 3:
        leading_width = 3
    return (
        r"^(?P<listitem_1> {0," + str(leading_width) + "})"
        r"(?P<listitem_2>" + bullet + ")"
        r"(?P<listitem_3>[ \t]*|[ \t][^\n]+)$"
    )


def _compile_continue_width(text: str, leading_width: int) -> tuple[str, int]:
    text = _expand_leading_tabs(text, leading_width)

    m2 = _LINE_HAS_TEXT.match(text)
    if m2:
        # indent code, startswith 5 spaces
        indent = _count_indent(text)
        if indent >= 5:
            space_width = 1
        else:
            space_width = indent

        text = text[space_width:] + "\n"
    else:
        space_width = 1
        text = ""

    continue_width = leading_width + space_width
    return text, continue_width


def _clean_list_item_text(src: str, continue_width: int) -> str:
