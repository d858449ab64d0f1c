"""Which fixes of a document can be made together.  Each was proved alone; all of them at once are tried as well."""

from __future__ import annotations

from itertools import islice

from shapecoach.analysis.model import Analysis, Fix, Range
from shapecoach.analysis.source import Source
from shapecoach.analysis.unneeded import says_as_much, unneeded
from shapecoach.lsp.features.fix_all import best_fixes, edits_of, hold
from shapecoach.lsp.open_document import OpenDocument
from shapecoach.lsp.session import Session
from shapecoach.lsp.text import edited

MOST_ROUNDS = 4  # of a dozen findings each: an editor that saves waits for us
MOST_TRIES = 12


async def fixes_together(session: Session, document: OpenDocument) -> list[Fix]:
    """The best fixes after which less is found and nothing new; none where the document is edited meanwhile."""
    analysis = await document.known()
    version = document.version
    await _mend_all(session, document)
    fixes = best_fixes(session.findings(document))
    if fixes and not await _hold(session, document, analysis, fixes):
        fixes = await _those_that_hold(session, document, analysis, fixes)
    fixes += await _lines_unneeded(session, document, analysis, fixes)
    return fixes if document.version == version else []


async def _mend_all(session: Session, document: OpenDocument) -> None:
    for _ in range(MOST_ROUNDS):
        left = list(islice(session.unmended(document), 12))
        if not left:
            return
        await session.mend(document, Range(left[0].range.start, max(each.range.end for each in left)))


async def _those_that_hold(session: Session, document: OpenDocument, before: Analysis, fixes: list[Fix]) -> list[Fix]:
    held: list[Fix] = []
    for fix in fixes[:MOST_TRIES]:
        if await _hold(session, document, before, [*held, fix]):
            held.append(fix)
    return held


async def _lines_unneeded(session: Session, document: OpenDocument, before: Analysis, fixes: list[Fix]) -> list[Fix]:
    """What takes away the lines that each fix alone needed for the others: `b, s, d = x.shape` in front of three."""
    lines = unneeded(Source(document.document.source), before.facts, edits_of(fixes)) if fixes else ()
    if not lines:
        return []
    less = Fix("Take away what nothing needs", lines)
    with_lines, without = await _tried(session, document, fixes), await _tried(session, document, [*fixes, less])
    return [less] if with_lines and without and says_as_much(with_lines, without) else []


async def _hold(session: Session, document: OpenDocument, before: Analysis, fixes: list[Fix]) -> bool:
    after = await _tried(session, document, fixes)
    return after is not None and hold(fixes, before, after)


async def _tried(session: Session, document: OpenDocument, fixes: list[Fix]) -> Analysis | None:
    return await session.tried(document, edited(document.document.source, edits_of(fixes)))
