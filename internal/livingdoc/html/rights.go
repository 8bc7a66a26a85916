package html

import (
	"cmp"

	"recette/internal/livingdoc/model"
	"recette/internal/reference"
)

// rightsChapter writes the matrix of roles and actions.
func (v *view) rightsChapter(p *page) {
	m := &v.Doc.Rights
	v.begin(p, "rights")
	p.raw(`<div class="scroll"><table class="cat mx"><thead><tr>`)
	p.element(`th scope="col"`, v.T("column.action"))
	for i := range m.Roles {
		p.open("th scope=\"col\"", "id", m.Roles[i].Anchor)
		p.text(v.RoleName(&m.Roles[i]))
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
	p.element(`p class="hint"`, v.T("rights.how"))
	described := false
	for i := range m.Roles {
		described = described || m.Roles[i].Role.About != "" || !m.Roles[i].Known
	}
	if described {
		p.heading(v.base+1, "", v.T("roles"))
		p.raw(`<dl class="kv">`)
		for i := range m.Roles {
			r := &m.Roles[i]
			p.raw("<div>")
			p.element("dt", v.RoleName(r))
			p.raw("<dd>")
			p.text(r.Role.About)
			if !r.Known && v.Doc.References.Has(reference.Roles) {
				p.element(`span class="warn"`, v.T("role.unknown"))
			}
			p.raw("</dd></div>")
		}
		p.raw("</dl>")
	}
	v.end(p)
}

func (v *view) grant(p *page, g *model.Grant) {
	if len(g.Allowed) == 0 && len(g.Forbidden) == 0 {
		p.raw(`<td class="none">`)
		p.text(v.T("grant.unsaid"))
		return
	}
	p.raw("<td>")
	if len(g.Allowed) > 0 {
		p.element(`span class="v ok"`, v.T("grant.allowed"))
		p.raw("<br>")
		v.scenarioIDs(p, g.Allowed)
	}
	if len(g.Forbidden) > 0 {
		if len(g.Allowed) > 0 {
			p.raw("<br>")
		}
		p.element(`span class="v no"`, v.T("grant.forbidden"))
		p.raw("<br>")
		v.scenarioIDs(p, g.Forbidden)
	}
}

// scenarioIDs writes links without verdicts: a cell of a matrix has room for little.
func (v *view) scenarioIDs(p *page, list []*model.Scenario) { v.folded(p, list, 2, v.idLink) }
