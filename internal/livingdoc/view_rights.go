package livingdoc

import (
	"cmp"

	"recette/internal/reference"
)

// rightsChapter writes the matrix of roles and actions.
func (v *view) rightsChapter(p *page) {
	m := &v.doc.Rights
	v.begin(p, "rights")
	p.raw(`<div class="scroll"><table class="cat mx"><thead><tr>`)
	p.element(`th scope="col"`, v.t("column.action"))
	for i := range m.Roles {
		p.open("th scope=\"col\"", "id", m.Roles[i].Anchor)
		p.text(v.roleName(&m.Roles[i]))
		p.raw("</th>")
	}
	p.raw("<tbody>")
	for i := range m.Actions {
		a := &m.Actions[i]
		p.raw(`<tr><th scope="row">`)
		if a.Name == "" {
			p.link(v.to(a.Feature.Anchor), a.Feature.Name)
		} else {
			p.text(a.Name)
			p.raw("<br>")
			p.link(v.to(a.Feature.Anchor), cmp.Or(a.Feature.Story, a.Feature.Name))
		}
		p.raw("</th>")
		for j := range a.Cells {
			v.grant(p, &a.Cells[j])
		}
	}
	p.raw("</table></div>")
	p.element(`p class="hint"`, v.t("rights.how"))
	described := false
	for i := range m.Roles {
		described = described || m.Roles[i].Role.About != "" || !m.Roles[i].Known
	}
	if described {
		p.heading(v.base+1, "", v.t("roles"))
		p.raw(`<dl class="kv">`)
		for i := range m.Roles {
			r := &m.Roles[i]
			p.raw("<div>")
			p.element("dt", v.roleName(r))
			p.raw("<dd>")
			p.text(r.Role.About)
			if !r.Known && v.doc.refs.Has(reference.Roles) {
				p.element(`span class="warn"`, v.t("role.unknown"))
			}
			p.raw("</dd></div>")
		}
		p.raw("</dl>")
	}
	v.end(p)
}

func (v *view) roleName(r *RoleEntry) string { return cmp.Or(r.Role.Label, r.Role.Code) }

func (v *view) grant(p *page, g *Grant) {
	if len(g.Allowed) == 0 && len(g.Forbidden) == 0 {
		p.raw(`<td class="none">`)
		p.text(v.t("grant.unsaid"))
		return
	}
	p.raw("<td>")
	if len(g.Allowed) > 0 {
		p.element(`span class="v ok"`, v.t("grant.allowed"))
		p.raw("<br>")
		v.scenarioIDs(p, g.Allowed)
	}
	if len(g.Forbidden) > 0 {
		if len(g.Allowed) > 0 {
			p.raw("<br>")
		}
		p.element(`span class="v no"`, v.t("grant.forbidden"))
		p.raw("<br>")
		v.scenarioIDs(p, g.Forbidden)
	}
}

// scenarioIDs writes links without verdicts: a cell of a matrix has room for little.
func (v *view) scenarioIDs(p *page, list []*Scenario) { v.folded(p, list, 2, v.idLink) }
