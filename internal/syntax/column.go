package syntax

// Column returns the 1-based column, in runes of the line as it stands in the file, of a byte offset of Text(line). It
// is 1 outside the file.
func (d *Document) Column(line, at int) int {
	if d.src == nil {
		return 1
	}
	return d.src.column(line, at)
}
