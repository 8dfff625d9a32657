#pragma once
// Workbooks written (Debian: libxlsxwriter4), for ClusterIO alone. The library is loaded at the first use.
#include <stddef.h>
#include <stdint.h>

typedef struct cw_workbook cw_workbook;
typedef struct cw_sheet cw_sheet;

/// How a cell looks.
typedef enum { cw_look_plain, cw_look_head, cw_look_needed, cw_look_example, cw_look_text, cw_look_title, cw_look_box,
  cw_look_list_head, cw_look_cell, cw_look_whole, cw_look_decimal, cw_look_percent, cw_look_least, cw_look_note, cw_look_count } cw_look;

/// 1 when the library can be loaded.
int cw_workbook_is_there(void);
/// Begins a workbook at `path`; its rows are written in ascending order and not kept in memory. `folder` takes the temporary files.
cw_workbook *cw_workbook_new(const char *path, const char *folder);
/// NULL when the name cannot be a sheet's.
cw_sheet *cw_workbook_sheet(cw_workbook *workbook, const char *name);
/// 0 when the cell cannot be written. A text is always a text, whatever it begins with.
int cw_sheet_text(cw_workbook *workbook, cw_sheet *sheet, uint32_t row, uint16_t column, const char *text, cw_look look);
int cw_sheet_number(cw_workbook *workbook, cw_sheet *sheet, uint32_t row, uint16_t column, double number, cw_look look);
/// Width in characters; cells of the column that nobody wrote have the look too.
void cw_sheet_column(cw_workbook *workbook, cw_sheet *sheet, uint16_t column, double width, cw_look look);
/// The rows above stay in sight.
void cw_sheet_freeze(cw_sheet *sheet, uint32_t rows);
/// Prints on A4 across, all columns on one page, with these rows above every page.
void cw_sheet_print(cw_sheet *sheet, uint32_t firstHeaderRow, uint32_t lastHeaderRow);
/// One text over all columns of a row up to `lastColumn`, `height` points high; 0 when it cannot be written.
int cw_sheet_wide(cw_workbook *workbook, cw_sheet *sheet, uint32_t row, uint16_t lastColumn, const char *text, double height, cw_look look);
/// An empty cell with a look.
void cw_sheet_blank(cw_workbook *workbook, cw_sheet *sheet, uint32_t row, uint16_t column, cw_look look);
/// The height of a row that nothing is written in yet, in points.
void cw_sheet_row(cw_sheet *sheet, uint32_t row, double height);
/// Arrows to filter by above the rows, and page numbers under each page: `footer` in the words of a workbook.
void cw_sheet_filter(cw_sheet *sheet, uint32_t header, uint32_t lastRow, uint16_t lastColumn, const char *footer);
/// The cells take one of the values of a list that stands in the cells `formula` names; other values are warned of.
int cw_sheet_choices(cw_sheet *sheet, uint32_t firstRow, uint32_t lastRow, uint16_t column, const char *formula, const char *title,
                     const char *message);
/// Writes the file and frees the workbook; 0 when it fails.
int cw_workbook_close(cw_workbook *workbook);
