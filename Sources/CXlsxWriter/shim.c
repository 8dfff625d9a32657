#include "CXlsxWriter.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <xlsxwriter.h>

#define EACH_FUNCTION(use)                                                                                                     \
  use(workbook_new_opt) use(workbook_add_worksheet) use(workbook_add_format) use(workbook_set_properties) use(workbook_close)   \
  use(worksheet_write_string) use(worksheet_write_number) use(worksheet_set_column) use(worksheet_freeze_panes)                 \
  use(worksheet_data_validation_range) use(format_set_bold) use(format_set_italic) use(format_set_bg_color)                     \
  use(format_set_font_color) use(format_set_num_format_index) use(format_set_text_wrap) use(format_set_align)                   \
  use(format_set_font_size) use(format_set_border) use(worksheet_set_landscape) use(worksheet_set_paper)                        \
  use(worksheet_fit_to_pages) use(worksheet_repeat_rows) use(worksheet_set_margins) use(worksheet_merge_range)                  \
  use(worksheet_set_row) use(worksheet_autofilter) use(worksheet_set_footer) use(format_set_num_format)        \
  use(worksheet_write_blank)

#define DECLARE(name) static __typeof__(name) *p_##name;
EACH_FUNCTION(DECLARE)

struct cw_workbook {
  lxw_workbook *workbook;
  lxw_format *looks[cw_look_count];
};

// Gives the functions of what a portable program has built in (scripts/portable.sh); elsewhere there is no such function.
extern void *cw_builtin(const char *name) __attribute__((weak));

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int isThere;

static void load(void) {
  int isBuiltIn = cw_builtin && cw_builtin("workbook_new_opt");
  void *library = isBuiltIn ? NULL : dlopen("libxlsxwriter.so.4", RTLD_NOW | RTLD_LOCAL);
  for (int version = 5; !isBuiltIn && !library && version < 10; version++) {
    char name[] = "libxlsxwriter.so.0";
    name[sizeof name - 2] = (char)('0' + version);
    library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  }
  if (!library && !isBuiltIn) return;
  isThere = 1;
#define FIND(name)                                                                                                             \
  p_##name = (__typeof__(name) *)(library ? dlsym(library, #name) : cw_builtin(#name)); \
  if (!p_##name) isThere = 0;
  EACH_FUNCTION(FIND)
}

int cw_workbook_is_there(void) {
  pthread_once(&once, load);
  return isThere;
}

static lxw_format *look(lxw_workbook *workbook, cw_look kind) {
  if (kind == cw_look_plain) return NULL;
  lxw_format *format = p_workbook_add_format(workbook);
  switch (kind) {
    case cw_look_head:
    case cw_look_needed:
      p_format_set_bold(format);
      p_format_set_bg_color(format, kind == cw_look_needed ? 0xF8CBAD : 0xDDEBF7);
      p_format_set_text_wrap(format);
      p_format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
      break;
    case cw_look_example:
      p_format_set_italic(format);
      p_format_set_font_color(format, 0x595959);
      p_format_set_bg_color(format, 0xF2F2F2);
      p_format_set_text_wrap(format);
      p_format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
      break;
    case cw_look_text: p_format_set_num_format_index(format, 49); break;
    case cw_look_box:
      p_format_set_num_format_index(format, 49);
      p_format_set_text_wrap(format);
      p_format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
      p_format_set_border(format, LXW_BORDER_THIN);
      break;
    case cw_look_list_head:
      p_format_set_bold(format);
      p_format_set_bg_color(format, 0xDDEBF7);
      p_format_set_text_wrap(format);
      p_format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
      p_format_set_align(format, LXW_ALIGN_CENTER);
      p_format_set_border(format, LXW_BORDER_THIN);
      break;
    case cw_look_cell:
    case cw_look_whole:
    case cw_look_decimal:
    case cw_look_percent:
    case cw_look_least:
      p_format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
      p_format_set_border(format, LXW_BORDER_THIN);
      if (kind == cw_look_cell) p_format_set_text_wrap(format);
      if (kind == cw_look_whole) p_format_set_num_format(format, "#,##0");
      if (kind == cw_look_decimal) p_format_set_num_format(format, "#,##0.0");
      if (kind == cw_look_percent) p_format_set_num_format(format, "0.0%");
      if (kind == cw_look_least) p_format_set_num_format(format, "\"≥ \"#,##0.0");
      break;
    case cw_look_note:
      p_format_set_font_size(format, 9);
      p_format_set_font_color(format, 0x595959);
      p_format_set_text_wrap(format);
      p_format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
      break;
    case cw_look_title:
      p_format_set_bold(format);
      p_format_set_font_size(format, 14);
      break;
    default: break;
  }
  return format;
}

cw_workbook *cw_workbook_new(const char *path, const char *folder) {
  cw_workbook *made = calloc(1, sizeof *made);
  if (!made) return NULL;
  lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = (char *)folder};
  made->workbook = p_workbook_new_opt(path, &options);
  if (!made->workbook) {
    free(made);
    return NULL;
  }
  // Without a date of its own the library asks the clock: the same input would not give the same bytes.
  lxw_doc_properties properties = {.author = "Chainwright", .created = 946684800};
  p_workbook_set_properties(made->workbook, &properties);
  for (int kind = 0; kind < cw_look_count; kind++) made->looks[kind] = look(made->workbook, kind);
  return made;
}

cw_sheet *cw_workbook_sheet(cw_workbook *workbook, const char *name) {
  return (cw_sheet *)p_workbook_add_worksheet(workbook->workbook, name);
}

int cw_sheet_text(cw_workbook *workbook, cw_sheet *sheet, uint32_t row, uint16_t column, const char *text, cw_look look) {
  return p_worksheet_write_string((lxw_worksheet *)sheet, row, column, text, workbook->looks[look]) == LXW_NO_ERROR;
}

int cw_sheet_number(cw_workbook *workbook, cw_sheet *sheet, uint32_t row, uint16_t column, double number, cw_look look) {
  return p_worksheet_write_number((lxw_worksheet *)sheet, row, column, number, workbook->looks[look]) == LXW_NO_ERROR;
}

void cw_sheet_column(cw_workbook *workbook, cw_sheet *sheet, uint16_t column, double width, cw_look look) {
  p_worksheet_set_column((lxw_worksheet *)sheet, column, column, width, workbook->looks[look]);
}

void cw_sheet_freeze(cw_sheet *sheet, uint32_t rows) { p_worksheet_freeze_panes((lxw_worksheet *)sheet, rows, 0); }

void cw_sheet_print(cw_sheet *sheet, uint32_t firstHeaderRow, uint32_t lastHeaderRow) {
  lxw_worksheet *worksheet = (lxw_worksheet *)sheet;
  p_worksheet_set_landscape(worksheet);
  p_worksheet_set_paper(worksheet, 9);
  p_worksheet_set_margins(worksheet, 0.4, 0.4, 0.5, 0.5);
  p_worksheet_fit_to_pages(worksheet, 1, 0);
  p_worksheet_repeat_rows(worksheet, firstHeaderRow, lastHeaderRow);
}

int cw_sheet_wide(cw_workbook *workbook, cw_sheet *sheet, uint32_t row, uint16_t lastColumn, const char *text, double height, cw_look look) {
  lxw_worksheet *worksheet = (lxw_worksheet *)sheet;
  p_worksheet_set_row(worksheet, row, height, NULL);
  if (lastColumn == 0) return p_worksheet_write_string(worksheet, row, 0, text, workbook->looks[look]) == LXW_NO_ERROR;
  return p_worksheet_merge_range(worksheet, row, 0, row, lastColumn, text, workbook->looks[look]) == LXW_NO_ERROR;
}

void cw_sheet_blank(cw_workbook *workbook, cw_sheet *sheet, uint32_t row, uint16_t column, cw_look look) {
  p_worksheet_write_blank((lxw_worksheet *)sheet, row, column, workbook->looks[look]);
}

void cw_sheet_row(cw_sheet *sheet, uint32_t row, double height) { p_worksheet_set_row((lxw_worksheet *)sheet, row, height, NULL); }

void cw_sheet_filter(cw_sheet *sheet, uint32_t header, uint32_t lastRow, uint16_t lastColumn, const char *footer) {
  lxw_worksheet *worksheet = (lxw_worksheet *)sheet;
  p_worksheet_autofilter(worksheet, header, 0, lastRow, lastColumn);
  p_worksheet_set_footer(worksheet, footer);
}

int cw_sheet_choices(cw_sheet *sheet, uint32_t firstRow, uint32_t lastRow, uint16_t column, const char *formula, const char *title,
                     const char *message) {
  lxw_data_validation validation = {0};
  validation.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
  validation.value_formula = (char *)formula;
  validation.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
  validation.error_title = (char *)title;
  validation.error_message = (char *)message;
  return p_worksheet_data_validation_range((lxw_worksheet *)sheet, firstRow, column, lastRow, column, &validation) == LXW_NO_ERROR;
}

int cw_workbook_close(cw_workbook *workbook) {
  lxw_error error = p_workbook_close(workbook->workbook);
  free(workbook);
  return error == LXW_NO_ERROR;
}
