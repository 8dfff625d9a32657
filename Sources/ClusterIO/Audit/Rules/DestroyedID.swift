import ClusterModel

extension AuditRule {
  static let destroyedID = AuditRule(
    id: "destroyed-id", severity: .error,
    checks: LocalText(zh: "编号没有被电子表格改成数字或日期。", en: "No id was turned into a number or a date by a spreadsheet."),
    why: LocalText(
      zh: "电子表格把长编号改成 9.11306E+17，把 3-1 改成 3月1日，末几位已经丢失；这样的编号对不上别的表，或把几家企业并成一家。",
      en:
        "A spreadsheet turns a long id into 9.11306E+17 and 3-1 into a date, and digits are lost: such an id matches no other table, or makes one firm of several."
    ),
    remedy: LocalText(
      zh: "在电子表格中把该列设为“文本”格式，再重新输入编号（从原始名单复制）。",
      en: "Format the column as text in the spreadsheet, and enter the ids again from the original list."),
    message: { problem in
      switch problem.detail {
      case "date":
        LocalText(
          zh: "编号处是日期“\(problem.text)”：电子表格把编号改成了日期；该编号未采用",
          en: "a date stands where an id should be, “\(problem.text)”: the spreadsheet made a date of the id; it is not used")
      case "fraction":
        LocalText(
          zh: "编号“\(problem.text)”是小数：电子表格把编号改成了数字；该编号未采用",
          en: "the id “\(problem.text)” is a number with decimals: the spreadsheet made a number of the id; it is not used")
      default:
        LocalText(
          zh: "编号“\(problem.text)”是科学计数：电子表格把长编号存成了数字，末几位已经丢失；该编号未采用",
          en:
            "the id “\(problem.text)” is in scientific notation: the spreadsheet kept a long id as a number and its last digits are lost; it is not used"
        )
      }
    })
}
