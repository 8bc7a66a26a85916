package syntax

// maxKept bounds what a file can make us remember before its list is sorted and cut.
const maxKept = 1000

// reporter collects diagnostics of one file.
type reporter struct {
	path   string
	list   []Diagnostic
	errors bool // the list holds one
	// dropped counts what is found once the list is full.
	dropped int
}

// full tells that whatever is still found is dropped: nobody needs to measure where it lies.
func (r *reporter) full() bool { return len(r.list) >= maxKept && r.errors }

// at adds a diagnostic and returns it, to be mended at once. Past maxKept it is dropped, unless it is the first error
// of the list.
func (r *reporter) at(code Code, severity Severity, line, column, end int, args ...string) *Diagnostic {
	if len(r.list) >= maxKept {
		r.dropped++ // this one, or the last of the list
		if severity != Error || r.errors {
			return nil
		}
		r.list = r.list[:maxKept-1]
	}
	r.list = append(
		r.list,
		Diagnostic{
			Code: code, Severity: severity, Path: r.path, Line: line, Column: column, EndColumn: end, Args: args,
		},
	)
	r.errors = r.errors || severity == Error
	return &r.list[len(r.list)-1]
}

func (r *reporter) whole(code Code, severity Severity, args ...string) *Diagnostic {
	return r.at(code, severity, 1, 1, 0, args...)
}
