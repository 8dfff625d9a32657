import Answers
import ClusterModel

extension Office {
  func get(_ visit: Visit) throws -> HTTPResponse {
    let path = visit.request.address.path
    let isEmpty = Signature(visit.path).isNothing
    switch path.first ?? "" {
    case "": return try isEmpty ? visit.emptyPage() : visit.todayPage()
    case "import":
      if path.count == 1 { return try visit.importPage(isEmpty: isEmpty) }
      return try visit.importedPage(path[1], part: path.count > 2 ? path[2] : nil)
    case "template": return try visit.templateFile()
    case _ where isEmpty: return .redirect("/")
    case "weak-links": return try visit.weakLinksPage()
    case "ask": return try visit.askPage(Array(path.dropFirst()))
    case "rows": return try visit.rowsPage()
    case "find": return try visit.findPage()
    case "map": return try visit.mapPage(path.count > 1 ? path[1] : "county.svg")
    case "chains": return try visit.chainsPage()
    case "what-if" where path.count == 2 && path[1] == "compare": return try visit.comparePage()
    case "what-if": return try visit.whatIfPage(part: path.count > 1 ? path[1] : nil)
    case "plan": return try visit.planPage()
    case "report": return try visit.reportPage(file: path.count > 1 ? path[1] : nil)
    default: throw Trouble.noPage(path)
    }
  }

  func post(_ visit: Visit, _ files: [Multipart.File]) throws -> HTTPResponse {
    let path = visit.request.address.path
    switch path.first ?? "" {
    case "open":
      let name = visit.field("network")
      access.look(at: examples.contains { $0.name == name } ? name : nil, visit.sessionID)
      return .redirect("/")
    case "leave":
      access.end(visit.sessionID)
      return .redirect("/")
    case "stop": return try visit.stopWork()
    case "again": return visit.beginAgain()
    default: break
    }
    guard visit.mayWrite else {
      throw Trouble(
        status: 403, message: LocalText(zh: "这里只能看，不能写", en: "this may be looked at and not written to"),
        remedy: LocalText(zh: "用有写入权限的账号打开工作区（.sqlite）", en: "open a workspace (.sqlite) as somebody who may write"))
    }
    switch path.first ?? "" {
    case "import": return try path.count == 1 ? visit.upload(files) : visit.decideImport(path[1], path.count > 2 ? path[2] : "")
    case "decide": return try visit.decide()
    case "plans": return try visit.keepPlan()
    case "figures": return try visit.recordFigure()
    case "chains": return try visit.changeChain(path.count > 1 ? path[1] : "")
    default: throw Trouble.noPage(path)
    }
  }
}
