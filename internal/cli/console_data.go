package cli

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/reference"
)

// setting is what a case is tested with: its data sets, and the roles to take with their accounts.
type setting struct {
	sets  []settingSet
	roles []settingRole
}

type settingSet struct {
	reference.DataSet
	changed bool // the file is not the one that the campaign froze
}

type settingRole struct {
	name, about string
	accounts    []reference.Account
}

// quoted finds what a step quotes, with any quotes.
var quoted = regexp.MustCompile(`["“«]\s*([^"“”«»]+?)\s*["”»]`)

// setting finds what a case and its steps name among the references of the project. The files are those of
// the project, which may have changed since the campaign froze them: that is said.
func settingOf(p *projectAt, m *campaign.Manifest) func(*catalogue.Case) setting {
	tree := p.Tree()
	refs, _ := p.References() // what is wrong with the files is a finding of lint
	return func(c *catalogue.Case) setting {
		var named []string // by the steps, in quotes
		for i := range c.Steps {
			for _, q := range quoted.FindAllStringSubmatch(c.Steps[i].Text, -1) {
				named = append(named, q[1])
			}
		}
		var s setting
		var accounts []reference.Account
		for _, set := range refs.DataSets {
			if !slices.Contains(named, set.Code) && !slices.Contains(c.DataSets, set.Code) {
				continue
			}
			frozen := slices.IndexFunc(m.DataSets, func(d campaign.FrozenData) bool { return d.Code == set.Code && d.SHA256 != "" })
			s.sets = append(s.sets, settingSet{set, frozen >= 0 && m.DataSets[frozen].SHA256 != set.SHA256})
			if data, err := fs.ReadFile(tree, set.At.Path); err == nil {
				accounts = append(accounts, reference.Accounts(data)...)
			}
		}
		for _, code := range c.DataSets {
			if _, known := refs.DataSet(code); !known {
				s.sets = append(s.sets, settingSet{DataSet: reference.DataSet{Code: code}})
			}
		}
		seen := map[string]bool{}
		for i, name := range slices.Concat(c.Roles, named) {
			role, known := refs.Role(name)
			if !known && i < len(c.Roles) {
				role.Code = name
			}
			if role.Code == "" || seen[role.Code] {
				continue
			}
			seen[role.Code] = true
			r := settingRole{name: role.Label, about: role.About, accounts: holders(refs, role.Code, accounts, named)}
			if r.name == "" {
				r.name = role.Code
			}
			s.roles = append(s.roles, r)
		}
		return s
	}
}

// holders gives the accounts of a role: those of an entity that the steps quote, or else all of them.
func holders(refs *reference.Set, role string, all []reference.Account, named []string) []reference.Account {
	var of, here []reference.Account
	for _, a := range all {
		known, ok := refs.Role(a.Role)
		if a.Role != role && (!ok || known.Code != role) {
			continue
		}
		of = append(of, a)
		if a.Entity != "" && slices.Contains(named, a.Entity) {
			here = append(here, a)
		}
	}
	if len(here) > 0 {
		return here
	}
	return of
}

// showSetting prints the data sets of a case and the roles to take.
func (c *console) showSetting(cs *catalogue.Case) {
	if c.setting == nil {
		return
	}
	t := c.words.T
	s := c.setting(cs)
	for _, r := range s.roles {
		say(c.out, t("test.field", t("test.role"), r.name))
		if r.about != "" {
			say(c.out, "    "+r.about)
		}
		for _, a := range r.accounts {
			say(c.out, "    "+strings.TrimRight(t("test.account", a.Login, strings.Trim(a.Name+", "+a.Entity, ", ")), " "))
		}
	}
	for _, d := range s.sets {
		title := d.Code
		if d.Label != "" {
			title += "  " + d.Label
		}
		say(c.out, t("test.field", t("test.data"), title))
		if d.Load != "" {
			say(c.out, "    "+t("test.load", d.Load))
		}
		if d.changed {
			say(c.out, "    "+t("test.data.changed"))
		}
	}
}
