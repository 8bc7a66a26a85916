package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/execution"
	"recette/internal/i18n"
	"recette/internal/meant"
	"recette/internal/recette"
)

// person finds who acts among the participants of a campaign: the name after --as, else RECETTE_AS. Nobody is taken to
// act because they are alone in a role: the journal would say so under their name. A name typed without its accents or
// capitals is that of the only participant whom it can mean; it never chooses between two. Of several roles they act in
// the one that the action is expected of.
func (a *app) person(m *campaign.Manifest, as string, action rights.Action) (recette.Actor, error) {
	if as == "" {
		as = a.env.getenv("RECETTE_AS")
	}
	names, lines := make([]string, len(m.Parties)), make([]string, len(m.Parties))
	for i, p := range m.Parties {
		names[i], lines[i] = p.Name, a.words.T("who.line", p.Name, roleWord(a.words, recette.Role(p.Role)))
	}
	if as == "" {
		return recette.Actor{}, fail("needs-input", nil, ours(a.words.T("who.needed", strings.Join(lines, ", "))))
	}
	found := meant.Among(names, as)
	if len(found) == 0 {
		return recette.Actor{}, fail("unknown-person", nil, as, m.Campaign, several(lines))
	}
	first := m.Parties[found[0]]
	var others []string
	for _, i := range found {
		if !m.Parties[i].Named(first.Name) {
			others = append(others, lines[i])
		}
	}
	if len(others) > 0 {
		return recette.Actor{}, fail("several-persons", nil, as, several(append([]string{lines[found[0]]}, others...)))
	}
	return campaign.ActorOf(m, first.Name, action), nil
}

// personOf is person for who acts in a campaign: whoever was revoked, or whose name was erased, is refused for that,
// and not as a stranger.
func (w *openRecord) personOf(
	ctx context.Context, m *campaign.Manifest, as string, action rights.Action,
) (recette.Actor, error) {
	actor, err := w.person(m, as, action)
	f, unknown := errors.AsType[*failure](err)
	if !unknown || f.key != "unknown-person" {
		return actor, err
	}
	if as == "" {
		as = w.env.getenv("RECETTE_AS")
	}
	gone, wrong := w.Service.ErasedAs(ctx, reader(), m.Campaign, as)
	if wrong != nil {
		return recette.Actor{}, wrong
	}
	if gone != "" {
		return recette.Actor{}, &rights.DeniedError{Ref: gone, Action: action, Cause: rights.CauseErased}
	}
	all, wrong := w.Service.Users(ctx, reader())
	if wrong != nil {
		return recette.Actor{}, wrong
	}
	if who, none := w.userMeant(all, as); none == nil && who.Revoked {
		return recette.Actor{}, &rights.DeniedError{
			Ref: who.Ref, Action: action, Cause: rights.CauseRevoked,
		}
	}
	return actor, err
}

// reader is who looks at the record from a command line, where nobody says who they are: whoever can run it holds the
// files of the project, and sees what an auditor sees.
func reader() recette.Actor { return recette.Actor{Ref: rights.Local, Role: recette.Auditor} }

// roleWord is what a role is called in the reader's language, as the PV prints it.
func roleWord(p *i18n.Printer, role recette.Role) string {
	for _, of := range []string{"reports.role.", "access.role."} {
		if p.Has(of + string(role)) {
			return p.T(of + string(role))
		}
	}
	return string(role)
}

// oneCampaign gives the frozen plan of the campaign that a verb speaks of: the one that is named, however it is typed,
// else the only open one, which is then said. It refuses to choose between two.
func (w *openRecord) oneCampaign(ctx context.Context, said string) (*campaign.Outline, error) {
	if said != "" {
		if m, err := w.Service.Outline(ctx, reader(), said); err == nil {
			return m, nil
		}
	}
	id, err := w.campaignMeant(ctx, said)
	if err != nil {
		return nil, err
	}
	return w.Service.Outline(ctx, reader(), id)
}

// campaignMeant gives the name of a campaign that is not named just so.
func (w *openRecord) campaignMeant(ctx context.Context, said string) (string, error) {
	list, err := w.Service.List(ctx, reader())
	if err != nil {
		return "", err
	}
	var all, open []string
	for _, c := range list {
		all = append(all, c.Campaign)
		if c.ClosedAt == "" {
			open = append(open, c.Campaign)
		}
	}
	if said != "" {
		if found := meant.Among(all, said); len(found) == 1 {
			return all[found[0]], nil
		}
		return "", fail("unknown-campaign", nil, said, several(all))
	}
	switch len(open) {
	case 0:
		return "", fail("no-open-campaign", nil)
	case 1:
		say(w.env.Stderr, w.words.T("campaign.taken", open[0]))
		return open[0], nil
	}
	return "", fail("needs-input", nil, ours(w.words.T("campaign.which", strings.Join(open, ", "))))
}

// manifest is oneCampaign with the texts of the cases, for whoever conducts them.
func (w *openRecord) manifest(ctx context.Context, said string) (campaign.Manifest, error) {
	if said != "" { // read once, with its texts
		if m, err := w.Service.Manifest(ctx, reader(), said); err == nil {
			return m, nil
		}
	}
	o, err := w.oneCampaign(ctx, said)
	if err != nil {
		return campaign.Manifest{}, err
	}
	return w.Service.Manifest(ctx, reader(), o.Campaign)
}

// casesMeant gives the identifiers of the frozen cases that a word means: one row of the plan, those of a case in every
// branch, or those of an outline. It is empty when the campaign has none.
func casesMeant(ids []string, said string) []string {
	var found []string
	for _, i := range meant.Among(ids, said) {
		found = append(found, ids[i])
	}
	if len(found) > 0 {
		return found
	}
	word := meant.Fold(said)
	for _, of := range []func(string) string{campaign.CaseOf, outlineOf, outlineEverywhere} {
		for _, id := range ids {
			if head := of(id); head != id && word != "" && meant.Fold(head) == word {
				found = append(found, id)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return found
}

// outlineOf gives the outline of a row of examples, in its branch.
func outlineOf(id string) string {
	head, row, _ := strings.Cut(id, "/")
	return head + row[len(campaign.CaseOf(row)):]
}

// outlineEverywhere gives the outline of a row of examples, whatever its branch.
func outlineEverywhere(id string) string { return campaign.CaseOf(outlineOf(id)) }

// rowsMeant gives the rows that words choose, each once.
func rowsMeant(m *campaign.Outline, words []string) (rows []string, err error) {
	ids := make([]string, len(m.Cases))
	for i := range m.Cases {
		ids[i] = m.Cases[i].ID
	}
	for _, said := range words {
		found := casesMeant(ids, said)
		if len(found) == 0 {
			return nil, fail("unknown-case", nil, said, several(nearest(ids)))
		}
		for _, id := range found {
			if !slices.Contains(rows, id) {
				rows = append(rows, id)
			}
		}
	}
	return rows, nil
}

// oneCase gives the frozen case that a word means, for what is recorded of one case. An empty word stays empty.
func oneCase(m *campaign.Outline, said string) (string, error) {
	if said == "" {
		return "", nil
	}
	ids := make([]string, len(m.Cases))
	for i := range m.Cases {
		ids[i] = m.Cases[i].ID
	}
	switch found := casesMeant(ids, said); len(found) {
	case 0:
		return "", fail("unknown-case", nil, said, several(nearest(ids)))
	case 1:
		return found[0], nil
	default:
		return "", fail("several-cases", nil, said, several(nearest(found)))
	}
}

// journeyMeant gives the code of the journey that a word means, its code or its title.
func journeyMeant(m *campaign.Manifest, said string) string {
	var names, of []string
	for _, j := range m.Journeys {
		names, of = append(names, j.Code, j.Title), append(of, j.Code, j.Code)
	}
	var found []string
	for _, i := range meant.Among(names, said) {
		found = append(found, of[i])
	}
	if found = slices.Compact(found); len(found) == 1 {
		return found[0]
	}
	return said // its caller refuses what is none
}

// numbersMeant gives the numbers of the anomalies or reserves that words mean. A word that means none stays as it is.
func numbersMeant(numbers []string, said ...string) []string {
	found := slices.Clone(said)
	for i, word := range said {
		if at := meant.Among(numbers, word); len(at) == 1 {
			found[i] = numbers[at[0]]
		}
	}
	return found
}

// numbers gives the numbers of the anomalies and of the reserves of a campaign.
func (w *openRecord) numbers(ctx context.Context, id string) (anomalies, reserves []string, err error) {
	st, err := w.Service.Status(ctx, reader(), id)
	if err != nil {
		return nil, nil, err
	}
	for i := range st.Anomalies {
		anomalies = append(anomalies, st.Anomalies[i].Number)
	}
	for i := range st.Reserves {
		reserves = append(reserves, st.Reserves[i].Number)
	}
	return anomalies, reserves, nil
}

// nearest keeps a list short enough for one line.
func nearest(ids []string) []string {
	const most = 12
	if len(ids) <= most {
		return ids
	}
	return append(slices.Clone(ids[:most]), "…")
}

// nearFirst puts what a word is nearest to before the rest.
func nearFirst(said string, names []string) []string {
	at := slices.Index(names, meant.Nearest(said, names))
	if at < 0 {
		return names
	}
	return slices.Insert(slices.Delete(slices.Clone(names), at, at+1), 0, names[at])
}

// only keeps the cases that --case names, each once, in the order in which they are named.
func only(list []execution.Item, said []string) ([]execution.Item, error) {
	if len(said) == 0 {
		return list, nil
	}
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].Case.ID
	}
	var kept []execution.Item
	taken := map[string]bool{}
	for _, word := range said {
		found := casesMeant(ids, word)
		if len(found) == 0 {
			return nil, fail("unknown-case", nil, word, several(nearest(ids)))
		}
		for _, id := range found {
			if !taken[id] {
				taken[id] = true
				kept = append(kept, list[slices.Index(ids, id)])
			}
		}
	}
	return kept, nil
}
