import Answers
import ClusterModel
import Synchronization

/// What is shown while an answer takes longer than a page may: what is worked at, how far it is, and a way to end it.
extension Visit {
  /// This page, as it was asked for.
  private var here: String {
    let pairs = request.address.query.filter { $0.name != "lang" && $0.name != "token" }
    let query = pairs.map { Address.encoded($0.name) + "=" + Address.encoded($0.value) }.joined(separator: "&")
    return "/" + request.address.path.map(Address.encoded).joined(separator: "/") + (query.isEmpty ? "" : "?" + query)
  }

  /// Whoever began it, and whoever may write here, may end it.
  private func mayStop(_ work: Works.Work) -> Bool { !session.person.isGuest || work.who == session.person.name }

  func workingPage(_ work: Works.Work) -> HTTPResponse {
    let state = work.state.withLock { $0 }
    let seconds = Int((ContinuousClock().now - work.begun).components.seconds)
    let far =
      state.isWaiting
      ? t("排队：前面的算完就轮到", "waiting for its turn: others are worked at first")
      : state.said.isEmpty ? t("正在计算", "working") : state.said.replacing(path, with: shownPath)
    // What this program reads itself is short, and cannot be ended half way.
    let isOurs = state.child == nil && !state.isWaiting
    let stop: Markup =
      isOurs || !mayStop(work)
      ? ""
      : """
      <form method="post" action="/stop">\(formToken)<input type="hidden" name="work" value="\(work.id)"><input type="hidden" name="back" value="\(here)"><button class="primary">\(t("停下", "Stop"))</button></form>
      """
    let by: Markup =
      work.who.isEmpty || work.who == session.person.name
      ? "" : "<p class=\"soft small\">\(t("由 \(work.who) 开始，您等的是同一次计算。", "Begun by \(work.who); you wait for the same work."))</p>"
    return page(
      t("正在计算", "Working"), nil, opened: nil, status: 202,
      head: "<noscript><meta http-equiv=\"refresh\" content=\"\(min(10, 2 + seconds / 10))\"></noscript>",
      """
      <div class="head"><h1>\(t("正在计算", "Working"))</h1></div>
      <div class="note info" id="working" data-work><p class="said"><b>\(work.title[language])</b></p><p><span data-far>\(far)</span> · <span data-seconds>\(t("已用 \(seconds) 秒", "\(seconds) s so far"))</span></p>\(by)
      <p class="small">\(t("算好后这一页自动换成结果。可以先离开，计算照常进行。", "The page turns into the answer when it is ready. You may leave; the work goes on."))</p></div>
      <div class="row gap">\(stop)<a class="button" href="\(here)">\(t("看看好了没有", "Look whether it is ready"))</a><a href="/">\(t("回到今天", "Back to Today"))</a></div><p class="sr" role="status" data-status></p>
      """)
  }

  func stoppedPage(_ work: Works.Work) -> HTTPResponse {
    let who = work.state.withLock { $0.stoppedBy } ?? ""
    return page(
      t("已停下", "Stopped"), nil, opened: nil,
      """
      <div class="head"><h1>\(t("已停下", "Stopped"))</h1></div>
      <div class="note" role="status"><p class="said"><b>\(work.title[language])</b></p><p>\(who.isEmpty ? "" : t("\(who) 停下了这次计算。", "\(who) ended this work. "))\(t("没有改动任何东西。", "Nothing was changed."))</p></div>
      <div class="row gap"><form method="post" action="/again">\(formToken)<input type="hidden" name="work" value="\(work.id)"><input type="hidden" name="back" value="\(here)"><button class="primary">\(t("重新算", "Work at it again"))</button></form><a href="/">\(t("回到今天", "Back to Today"))</a></div>
      """)
  }

  /// Where it was asked from; never another's address.
  private var back: String { field("back").flatMap { $0.hasPrefix("/") && !$0.hasPrefix("//") ? $0 : nil } ?? "/" }

  func stopWork() throws -> HTTPResponse {
    if let work = field("work").flatMap({ office.works.work($0) }) {
      guard mayStop(work) else {
        throw Office.Trouble(status: 403, message: LocalText(zh: "只有开始的人或能写的人可以停下", en: "it is ended by who began it, or by who may write"))
      }
      office.works.stop(work, who: session.person.name)
    }
    return .redirect(back)
  }

  func beginAgain() -> HTTPResponse {
    if let work = field("work").flatMap({ office.works.work($0) }) { office.works.forget(work) }
    return .redirect(back)
  }
}
