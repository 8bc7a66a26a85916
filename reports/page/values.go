package page

// Labelled writes « label : value », with « non renseigné » for no value.
func (d *Flow) Labelled(key, value string) string {
	if value == "" {
		value = d.Tr("absent")
	}
	return d.Tr(key) + d.Colon() + value
}

// Known is a value, or « non renseigné ».
func (d *Flow) Known(s string) string {
	if s == "" {
		return d.Tr("absent")
	}
	return s
}

// Maybe is a cell that says so when it has nothing to say.
func (d *Flow) Maybe(s string) Cell {
	if s == "" {
		return Cell{{Style: SmallItalic, Text: d.Tr("absent")}}
	}
	return Plain(s)
}

// Sha is a digest as a cell, whole: it is there to be compared.
func (d *Flow) Sha(s string) Cell {
	if s == "" {
		return d.Maybe("")
	}
	if len(s) == 64 { // two halves are easier to compare than 59 characters and 5
		s = s[:32] + "\n" + s[32:]
	}
	return Cell{{Style: Style{Mono, 6.4, Ink}, Text: s}}
}

// OrNone says that there is none, when that is known.
func (d *Flow) OrNone(s string, known bool) string {
	if s == "" && known {
		return d.Tr("none")
	}
	return s
}
