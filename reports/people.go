package reports

import (
	"strconv"
	"strings"

	"recette/reports/page"
)

// identities says how many facts were recorded under which identity; nothing in a PV that does not say.
func (d *doc) identities() {
	if n := d.pv.Identities; n != nil {
		d.Note(page.Body, d.Tr("identities", strconv.Itoa(n.Declared), strconv.Itoa(n.Authenticated)))
	}
}

// people draws who came, changed or left; nothing when nobody did.
func (d *doc) people() {
	if len(d.pv.People) == 0 {
		return
	}
	d.Note(page.BodyBold, d.Tr("people.title"))
	t := d.Table(
		page.Col(d.Tr("col.person"), 40), page.Col(d.Tr("col.change"), 50), page.Col(d.Tr("col.reason"), 42),
		page.Col(d.Tr("col.recorded"), 42),
	)
	for i := range d.pv.People {
		p := &d.pv.People[i]
		roles := make([]string, len(p.Roles))
		for k, r := range p.Roles {
			roles[k] = d.roleName(r)
		}
		where := d.Tr("people.everywhere")
		if len(p.Perimeter) > 0 {
			where = strings.Join(p.Perimeter, ", ")
		}
		what := d.Tr("people."+p.Act, strings.Join(roles, ", "), where)
		t.Row(page.Bold(p.Name), page.Plain(what), page.Plain(p.Reason), page.Plain(d.signed(p.By, p.At)))
	}
	t.End()
}
