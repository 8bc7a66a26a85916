package workspace

import (
	"regexp"
	"slices"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/plan"
	"recette/internal/reference"
)

// Setting is what a case is tested with: its data sets, and the roles to take with their accounts.
type Setting struct {
	Sets  []SettingSet
	Roles []SettingRole
}

// SettingSet is a data set to load. One that the project does not declare has a code alone.
type SettingSet struct {
	reference.DataSet
	Changed bool              // the file is not the one that the campaign froze
	Named   []reference.Value // those that the case names; none of a file that changed
}

// SettingRole is a role to take.
type SettingRole struct {
	Name, About string
	Accounts    []reference.Account
}

// quoted finds what a step quotes, with any quotes.
var quoted = regexp.MustCompile(`["“«]\s*([^"“”«»]+?)\s*["”»]`)

// Settings finds what cases and their steps name among the references of the project. The files are those of the
// project, which may have changed since a campaign froze its data sets: that is said.
func (p *Project) Settings(frozen []plan.DataSet) func(*catalogue.Case) Setting {
	s := settings{accounts: map[string][]reference.Account{}, frozen: frozen, prefix: p.Tags.DataPrefix()}
	s.refs, _ = p.References() // what is wrong with the files is a finding of lint
	return s.of
}

type settings struct {
	refs     *reference.Set
	accounts map[string][]reference.Account // of the sets that a case named, by code
	frozen   []plan.DataSet
	prefix   string // of the codes of data sets
}

func (s *settings) of(c *catalogue.Case) Setting {
	var named []string // by the steps, in quotes
	for i := range c.Steps {
		for _, q := range quoted.FindAllStringSubmatch(c.Steps[i].Text, -1) {
			named = append(named, q[1])
		}
	}
	sets, accounts := s.sets(c)
	return Setting{Sets: sets, Roles: s.roles(c, named, accounts)}
}

// sets gives the data sets of a case, and the accounts that their files hold.
func (s *settings) sets(c *catalogue.Case) (sets []SettingSet, accounts []reference.Account) {
	played := c.Played(s.prefix, s.refs.DataCodes())
	for _, set := range s.refs.DataSets {
		if !slices.Contains(played, set.Code) {
			continue
		}
		at := slices.IndexFunc(s.frozen, func(d plan.DataSet) bool { return d.Code == set.Code && d.SHA256 != "" })
		card := SettingSet{DataSet: set, Changed: at >= 0 && s.frozen[at].SHA256 != set.SHA256}
		if !card.Changed {
			card.Named = namedBy(c, &set)
		}
		sets = append(sets, card)
		own, read := s.accounts[set.Code]
		if !read {
			own = reference.Accounts(set.Bytes)
			s.accounts[set.Code] = own
		}
		accounts = append(accounts, own...)
	}
	for _, code := range played {
		if _, known := s.refs.DataSet(code); !known {
			sets = append(sets, SettingSet{DataSet: reference.DataSet{Code: code}})
		}
	}
	return sets, accounts
}

// namedBy gives the values of a set that a case names, in its text or in its own row of examples.
func namedBy(c *catalogue.Case, set *reference.DataSet) []reference.Value {
	var out []reference.Value
	for _, v := range set.Values {
		ref := set.Code + "." + v.Name
		cell := func(s string) bool { return s == ref || strings.HasPrefix(s, ref+".") }
		if strings.Contains(c.Source, "<"+ref+">") || strings.Contains(c.Source, "<"+ref+".") ||
			c.Examples != nil && slices.ContainsFunc(c.Examples.Cells, cell) {
			out = append(out, v)
		}
	}
	return out
}

// roles gives the roles of a case: those of its tags, known or not, and those that its steps quote.
func (s *settings) roles(c *catalogue.Case, named []string, accounts []reference.Account) []SettingRole {
	var roles []SettingRole
	seen := map[string]bool{}
	for i, name := range slices.Concat(c.Roles, named) {
		role, known := s.refs.Role(name)
		if !known && i < len(c.Roles) {
			role.Code = name
		}
		if role.Code == "" || seen[role.Code] {
			continue
		}
		seen[role.Code] = true
		r := SettingRole{Name: role.Label, About: role.About, Accounts: s.holders(role.Code, accounts, named)}
		if r.Name == "" {
			r.Name = role.Code
		}
		roles = append(roles, r)
	}
	return roles
}

// holders gives the accounts of a role: those of an entity that the steps quote, or else all of them.
func (s *settings) holders(role string, all []reference.Account, named []string) []reference.Account {
	var of, here []reference.Account
	for _, a := range all {
		known, ok := s.refs.Role(a.Role)
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
