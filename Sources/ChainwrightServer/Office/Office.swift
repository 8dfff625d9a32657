import Answers
import Chainwright
import ClusterModel
import Glibc
import Synchronization

/// The workspace in a browser: what is asked for is answered from the same questions as the command's; nothing is counted or worded here but the frame.
final class Office: Sendable {
  /// The workspace or network that was opened, as it was named.
  let own: String
  let library: Library
  let access: Access
  let program: CommandProgram
  let decisions: Decisions
  let uploads: Uploads
  let works: Works
  let drawings: Drawings
  /// Seconds that a page is waited for before it is said what is worked at; without them it is waited for.
  let patience: Double?
  let language: Language
  /// Nobody else can open it.
  let isLocal: Bool
  /// Networks that come with the program, by name.
  let examples: [(name: String, path: String)]
  /// Rule files that come with the program.
  let rules: Bounds?
  /// One import at a time is decided on.
  let writing = Mutex<Void>(())

  init(
    own: String, access: Access, program: CommandProgram, language: Language, isLocal: Bool, shipped: [String], patience: Double? = nil,
    freezesFrom links: Int = 50_000
  ) {
    (self.own, self.access, self.program, self.language, self.isLocal) = (own, access, program, language, isLocal)
    self.patience = patience
    works = Works()
    library = Library(program, works, frozenFrom: links)
    drawings = Drawings(works)
    decisions = Decisions(own + ".decisions.jsonl")
    uploads = Uploads(own + ".files")
    let known = ["baoding-2022", "towel-chain"]
    examples = known.compactMap { name in
      shipped.lazy.map { $0 + "/Graphs/" + name }.first { Bounds.isFolder($0) }.map { (name, $0) }
    }
    rules = shipped.lazy.compactMap { Bounds($0 + "/Rules") }.first
  }

  var isWorkspace: Bool { own.hasSuffix(".sqlite") }

  // MARK: requests

  /// Uploads are of those who may write, and nothing is read of others.
  func mayUpload(_ request: HTTPRequest) -> Bool {
    guard access.isOurs(request), request.method == "POST", let found = access.session(request) else { return false }
    return !found.session.person.isGuest && request.address.path == ["import"]
  }

  func answer(_ request: HTTPRequest) -> HTTPResponse {
    var response = unsecured(request)
    let hasPolicy = response.headers.contains { $0.name == "Content-Security-Policy" }
    if !hasPolicy {
      response.headers.append(
        ("Content-Security-Policy", "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"))
    }
    response.headers += [
      ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"),
      ("Cross-Origin-Resource-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
    ]
    if !response.headers.contains(where: { $0.name == "X-Frame-Options" }) { response.headers.append(("X-Frame-Options", "DENY")) }
    if !response.headers.contains(where: { $0.name == "Cache-Control" }) { response.headers.append(("Cache-Control", "no-store")) }
    return response
  }

  private func unsecured(_ request: HTTPRequest) -> HTTPResponse {
    guard access.isOurs(request) else { return HTTPResponse(403, type: "text/plain", "This address is not served here.\n") }
    guard ["GET", "HEAD", "POST"].contains(request.method) else { return HTTPResponse(405, type: "text/plain", "GET or POST\n") }
    let path = request.address.path
    if let file = StaticFiles.answer(path) { return file }
    if let token = request.address["token"], path.isEmpty, let id = access.open(token: token) { return entered(id) }
    if path == ["login"], request.method == "POST", case .bytes(let bytes) = request.body {
      let form = Address.pairs(Substring(String(decoding: bytes, as: UTF8.self))) ?? []
      func field(_ name: String) -> String { form.first { $0.name == name }?.value ?? "" }
      if let id = access.open(name: field("name"), password: field("password"), minute: time(nil) / 60) { return entered(id) }
      usleep(500_000)
      return login(request, hasFailed: true)
    }
    guard let (id, session) = access.session(request) else { return login(request, hasFailed: false) }
    var visit = visit(request, id, session)
    if request.method == "POST" {
      guard let form = Multipart.form(of: request),
        form.fields.contains(where: { $0.name == "form" && RandomToken.equal($0.value, session.formToken) })
      else {
        return visit.trouble(
          visit.t("这张表单不是从现在打开的页面送出的", "this form was not sent from a page that is open now"),
          visit.t("重新打开页面，再填一次", "open the page again and fill it in once more"), status: 403)
      }
      visit.form = form.fields
      return guarded(visit) { try self.post(visit, form.files) }
    }
    var response = guarded(visit) { try self.get(visit) }
    if let chosen = request.address["lang"].flatMap({ Language(rawValue: $0) }) {
      response.headers.append(("Set-Cookie", "chainwright-lang=\(chosen.rawValue); Path=/; SameSite=Strict; Max-Age=31536000"))
    }
    return response
  }

  private func visit(_ request: HTTPRequest, _ id: String, _ session: Access.Session) -> Visit {
    let language = (request.address["lang"] ?? request.cookie("chainwright-lang")).flatMap { Language(rawValue: $0) } ?? self.language
    let example = session.network.flatMap { name in examples.first { $0.name == name } }
    // Files are for programs too, which do not ask again.
    let isPage = request.method == "GET" && request.address.path.last?.contains(".") != true && request.address.path.first != "template"
    return Visit(
      office: self, request: request, sessionID: id, session: session, language: language, path: example?.path ?? own,
      shownPath: example.map { "Graphs/" + $0.name } ?? own, isWorkspace: example == nil && isWorkspace,
      patience: isPage ? patience.map { ContinuousClock().now.advanced(by: .seconds($0)) } : nil)
  }

  /// Errors of questions and files are told with their remedy, on a page.
  private func guarded(_ visit: Visit, _ body: () throws -> HTTPResponse) -> HTTPResponse {
    do { return try body() } catch let going as Works.Going {
      return visit.workingPage(going.work)
    } catch let stopped as Works.Stopped {
      return visit.stoppedPage(stopped.work)
    } catch let error as QuestionError {
      return visit.trouble(error.message[visit.language], error.remedy[visit.language], opened: library.opened(visit))
    } catch let error as ClusterIOError {
      let said = error.text(visit.language).split(separator: "\n").joined(separator: " · ")
      return visit.trouble(said, "", opened: library.opened(visit))
    } catch let trouble as Trouble {
      return visit.trouble(
        trouble.message[visit.language], trouble.remedy[visit.language], status: trouble.status, opened: library.opened(visit))
    } catch {
      return visit.trouble("\(error)", "", status: 500)
    }
  }

  /// What cannot be done, and what can.
  struct Trouble: Error {
    var status = 422
    var message: LocalText
    var remedy = LocalText(zh: "", en: "")

    static func noPage(_ path: [String]) -> Trouble {
      Trouble(
        status: 404, message: LocalText(zh: "没有这一页：/\(path.joined(separator: "/"))", en: "there is no page /\(path.joined(separator: "/"))")
      )
    }
  }

  private func entered(_ id: String) -> HTTPResponse {
    var response = HTTPResponse.redirect("/")
    response.headers.append(("Set-Cookie", "\(access.cookie)=\(id); Path=/; HttpOnly; SameSite=Strict"))
    return response
  }

  private func login(_ request: HTTPRequest, hasFailed: Bool) -> HTTPResponse {
    guard case .passwords = access.mode else {
      let said = "Open the address that chainwright serve printed: it has the token. 请打开 chainwright serve 显示的网址（含通行码）。\n"
      return HTTPResponse(401, type: "text/plain; charset=utf-8", said)
    }
    let zh = language == .zh
    let wrong: Markup =
      hasFailed
      ? "<p class=\"note bad\" role=\"alert\">\(zh ? "姓名或口令不对；一分钟内最多试五次" : "Name or password is wrong; five tries a minute")</p>" : ""
    let page: Markup = """
      <!doctype html><html lang="\(zh ? "zh-Hans" : "en")"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>\(zh ? "登录 · 链匠" : "Chainwright")</title><link rel="icon" href="/favicon.ico"><link rel="stylesheet" href="/files/workspace.css"></head><body><main id="main"><div class="wrap"><div class="empty"><h1>\(zh ? "链匠" : "Chainwright")</h1>\(wrong)<form method="post" action="/login" class="panel"><div class="body"><div class="field"><label for="n">\(zh ? "姓名" : "Name")</label><input id="n" name="name" autocomplete="username"></div><div class="field gap"><label for="p">\(zh ? "口令" : "Password")</label><input id="p" name="password" type="password" autocomplete="current-password"></div><p class="row gap"><button class="primary">\(zh ? "进入" : "Enter")</button></p></div></form></div></div></main></body></html>
      """
    return HTTPResponse(hasFailed ? 401 : 200, page.text)
  }
}
