package reference

import "strings"

// ruleForm is what the top of a business rule may hold; the rest of the page is its text, sections included.
func ruleForm() *form {
	return &form{fields: newVocabulary(map[string][]string{
		"threshold": {"Seuil", "Seuils", "Threshold"},
		"source":    {"Source", "Sources"},
	})}
}

func (l *loader) rule(c content, ok bool) {
	if !ok {
		l.set.Rules = append(l.set.Rules, Rule{At: Place{c.path, 1, 1}, ID: c.id()})
		return
	}
	v := l.readValues(c, ruleForm())
	r := Rule{At: v.at, ID: v.id, Title: v.title, Source: v.fields["source"].value}
	r.Text = strings.TrimSpace(v.lead + "\n\n" + v.more)
	if f, given := v.fields["threshold"]; given {
		switch plain(f.value) {
		case "oui", "yes", "true":
			r.Threshold = true
		case "non", "no", "false":
		default:
			l.add(v.place("threshold"), badYesNo, "", f.value)
		}
	}
	l.set.Rules = append(l.set.Rules, r)
}
