"""Reads a Word file with python-docx and says what is not as it should be.

    word.py FILE.docx TITLE UNIT DATE SECRECY
"""
import sys

import docx

path, title, unit, date, secrecy = sys.argv[1:6]
document = docx.Document(path)
text = [paragraph.text for paragraph in document.paragraphs]
problems = []
for wanted in (title, unit, date, secrecy):
    if not any(wanted in line for line in text):
        problems.append(f"the document does not say {wanted!r}")
headings = [p.text for p in document.paragraphs if p.style.name.lower().startswith("heading 2")]
# Six charts and six lists stand under two headings of their own.
if len(headings) < 12:
    problems.append(f"{len(headings)} charts and lists, not twelve: {headings}")
# The third chart is drawn where figures of several years are published, or a scenario is given: here are five.
drawing = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
whole = list(document.element.body.iter(drawing + "anchor"))
if len(document.inline_shapes) + len(whole) < 5:
    problems.append(f"{len(document.inline_shapes) + len(whole)} pictures, fewer than five")
# A map is a page of A4 with no text under 7 points: it must be printed at its true size, 842 by 595 points of 12,700 units.
for anchor in whole:
    extent = anchor.find(drawing + "extent")
    if (int(extent.get("cx")), int(extent.get("cy"))) != (842 * 12700, 595 * 12700):
        problems.append("a map is not printed at its true size")
if not whole:
    problems.append("no map fills a page")
if len(document.tables) < 6:
    problems.append(f"{len(document.tables)} tables, fewer than six")
overview = next((p for i, p in enumerate(document.paragraphs) if i and document.paragraphs[i - 1].style.name.lower() == "heading 1"
                 and document.paragraphs[i - 1].text in ("总体情况", "Overview")), None)
if overview is None or not any(run.font.superscript for run in overview.runs):
    problems.append("the opening paragraph has no notes")
elif sum(bool(run.font.superscript) for run in overview.runs) < 5:
    problems.append("fewer than five numbers of the opening paragraph have a note")
if document.sections[0].page_width >= document.sections[0].page_height or not any(s.page_width > s.page_height for s in document.sections):
    problems.append("text is not upright, or no part is across")
for problem in problems:
    print(problem)
sys.exit(1 if problems else 0)
