/// Fields of a line of comma-separated values, read independently of the tool's own reader.
enum Fields {
  static func split(_ line: String) -> [String] {
    var fields = [""]
    var isQuoted = false
    var rest = Substring(line)
    while let c = rest.popFirst() {
      if c == "\"" && isQuoted && rest.first == "\"" {
        fields[fields.count - 1].append(c)
        rest.removeFirst()
      } else if c == "\"" {
        isQuoted.toggle()
      } else if c == "," && !isQuoted {
        fields.append("")
      } else {
        fields[fields.count - 1].append(c)
      }
    }
    return isQuoted ? [] : fields
  }

  static func count(_ line: String) -> Int { split(line).count }
}
