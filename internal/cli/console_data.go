package cli

import (
	"strings"

	"recette/internal/catalogue"
	"recette/internal/reference"
)

// valueText is a value of a data set as a tester reads it: its text, or each field with its name.
func valueText(v *reference.Value) string {
	if len(v.Fields) == 0 {
		return v.Text
	}
	fields := make([]string, len(v.Fields))
	for i, f := range v.Fields {
		fields[i] = f.Name + " " + f.Text
	}
	return strings.Join(fields, ", ")
}

// showSetting prints the data sets of a case and the roles to take.
func (c *console) showSetting(cs *catalogue.Case) {
	if c.setting == nil {
		return
	}
	t := c.words.T
	s := c.setting(cs)
	for _, r := range s.Roles {
		say(c.out, t("test.field", t("test.role"), r.Name))
		if r.About != "" {
			say(c.out, "    "+r.About)
		}
		for _, a := range r.Accounts {
			say(
				c.out,
				"    "+strings.TrimRight(t("test.account", a.Login, strings.Trim(a.Name+", "+a.Entity, ", ")), " "),
			)
		}
	}
	for _, d := range s.Sets {
		title := d.Code
		if d.Label != "" {
			title += "  " + d.Label
		}
		say(c.out, t("test.field", t("test.data"), title))
		if len(d.States) > 0 {
			say(c.out, "    "+t("test.states", strings.Join(d.States, " · ")))
		}
		for _, v := range d.Named {
			say(c.out, "    "+t("test.value", v.Name, valueText(&v)))
		}
		if d.Load.Given() {
			say(c.out, "    "+t("test.load", d.Load.Words()))
		}
		if d.Changed {
			say(c.out, "    "+t("test.data.changed"))
		}
	}
}
