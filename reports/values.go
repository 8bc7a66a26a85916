package reports

// labelled writes « label : value », with « non renseigné » for no value.
func (d *flow) labelled(key, value string) string {
	if value == "" {
		value = d.tr("absent")
	}
	return d.tr(key) + d.colon() + value
}

// known is a value, or « non renseigné ».
func (d *flow) known(s string) string {
	if s == "" {
		return d.tr("absent")
	}
	return s
}

// maybe is a cell that says so when it has nothing to say.
func (d *flow) maybe(s string) cell {
	if s == "" {
		return cell{{st: smallI, text: d.tr("absent")}}
	}
	return plain(s)
}

// sha is a digest as a cell, whole: it is there to be compared.
func (d *flow) sha(s string) cell {
	if s == "" {
		return d.maybe("")
	}
	if len(s) == 64 { // two halves are easier to compare than 59 characters and 5
		s = s[:32] + "\n" + s[32:]
	}
	return cell{{st: style{mono, 6.4, ink}, text: s}}
}

// orNone says that there is none, when that is known.
func (d *flow) orNone(s string, known bool) string {
	if s == "" && known {
		return d.tr("none")
	}
	return s
}
