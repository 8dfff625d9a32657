/// The version of the package, in one place: what `chainwright --version` says, and what packages are called by.
public enum Version {
  public static let current = "0.2.0"
}
