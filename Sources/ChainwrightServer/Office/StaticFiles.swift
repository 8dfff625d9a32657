/// Files of ours that every page uses.
enum StaticFiles {
  /// `nil` where it is none of them.
  static func answer(_ path: [String]) -> HTTPResponse? {
    switch path {
    case ["files", "workspace.css"]: file(PackageResources.workspace_css, "text/css; charset=utf-8")
    case ["files", "answer.css"]: file(PackageResources.answer_css, "text/css; charset=utf-8")
    case ["files", "workspace.js"]: file(PackageResources.workspace_js, "text/javascript; charset=utf-8")
    case ["favicon.ico"]: file(Array(icon.utf8), "image/svg+xml")
    default: nil
    }
  }

  private static func file(_ bytes: [UInt8], _ type: String) -> HTTPResponse {
    var response = HTTPResponse(type: type, bytes: bytes)
    response.headers.append(("Cache-Control", "max-age=3600"))
    return response
  }

  private static let icon =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\"><rect width=\"16\" height=\"16\" rx=\"3\" fill=\"#1d4f91\"/><path d=\"M3 8h10M5 5v6M11 5v6\" stroke=\"#fff\" stroke-width=\"2\"/></svg>"
}
