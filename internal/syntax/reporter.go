package syntax

// maxKept bounds what a file can make us remember before its list is sorted and cut.
const maxKept = 1000

// reporter collects diagnostics of one file.
type reporter struct {
	path string
	list []Diagnostic
}

// at adds a diagnostic. Past maxKept it is dropped, unless it is the first error of the list.
func (r *reporter) at(code Code, severity Severity, line, column, end int, args ...string) {
	if len(r.list) >= maxKept {
		if severity != Error || HasErrors(r.list) {
			return
		}
		r.list = r.list[:maxKept-1]
	}
	r.list = append(r.list, Diagnostic{Code: code, Severity: severity, Path: r.path, Line: line, Column: column, EndColumn: end, Args: args})
}

func (r *reporter) whole(code Code, severity Severity, args ...string) {
	r.at(code, severity, 1, 1, 0, args...)
}
