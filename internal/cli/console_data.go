package cli

import (
	"strings"

	"recette/internal/catalogue"
)

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
		if d.Load.Given() {
			say(c.out, "    "+t("test.load", d.Load.Words()))
		}
		if d.Changed {
			say(c.out, "    "+t("test.data.changed"))
		}
	}
}
