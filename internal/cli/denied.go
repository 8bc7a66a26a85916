package cli

import (
	"slices"
	"strings"

	rights "recette/internal/access"
	"recette/internal/i18n"
)

// whyNot says which right is not there, why, and whom to ask.
func whyNot(p *i18n.Printer, d *rights.DeniedError) string {
	key := "access.cause." + string(d.Cause)
	if d.Cause == rights.CausePerimeter && d.Branch == "" {
		key += ".national"
	}
	text := p.T(key, d.Branch, strings.Join(d.Perimeter, ", "))
	if right := "access.right." + string(d.Right); d.Cause == rights.CauseRole && p.Has(right) {
		text = p.T(right)
	}
	switch d.Cause {
	case rights.CauseRole, rights.CausePerimeter, rights.CauseWhole, rights.CauseSession, rights.CauseAdmin,
		rights.CauseDeputed:
	default:
		return text
	}
	text = p.T("fail.denied.rule", p.T("access.action."+string(d.Action)), text)
	var who []string
	for _, role := range rights.Holders(d.Action) {
		if d.Cause != rights.CauseAdmin || role != d.Role {
			who = append(who, roleWord(p, role))
		}
	}
	if len(who) > 0 {
		text += p.T("fail.denied.holders", strings.Join(who, ", "))
	}
	return text
}

// otherWay says what somebody may do in place of what is refused to them; empty when nothing takes its place.
func otherWay(p *i18n.Printer, d *rights.DeniedError) string {
	if d.Action == rights.InvalidateResult && d.Cause == rights.CauseRole &&
		slices.Contains(rights.Holders(rights.ContestResult), d.Role) {
		return p.T("fail.denied.contest")
	}
	return ""
}
