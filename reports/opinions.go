package reports

import (
	"strings"

	"recette/reports/page"
)

// answer says what was answered to a warning, and by whom.
func (d *doc) answer(w *Warning) string {
	if w.Answer == "" || w.AnsweredAt == nil {
		return d.Tr("warning.unanswered")
	}
	return d.Tr("warning.answer", w.Answer, d.signed(w.AnsweredBy, *w.AnsweredAt))
}

// opinions draws what each one thinks, by the number of the template: QA, PPO, delivery, antennes, supplier, others.
func (d *doc) opinions() {
	d.Fields(
		d.f("7.1", d.opinionsOf("qa")), d.f("7.2", d.opinionsOf("ppo")), d.f("7.3", d.opinionsOf("delivery")),
	)
	given := func(text string, f func(string) page.Field) {
		if text != "" {
			d.Fields(f(text))
		}
	}
	given(d.opinionsOf("referent"), func(s string) page.Field { return d.f("7.4", s) })
	d.divergence()
	given(d.opinionsOf("supplier"), func(s string) page.Field { return d.f("7.5", s) })
	given(d.opinionsOf("ux", "leadtech"), func(s string) page.Field { return d.f("7.6", s) })
	d.signoff()
}

// opinionsOf words the opinions that were given in some roles.
func (d *doc) opinionsOf(roles ...string) string {
	var lines []string
	for i := range d.pv.Opinions {
		o := &d.pv.Opinions[i]
		for _, role := range roles {
			if o.Role != role {
				continue
			}
			line := d.Tr("opinion", d.word("opinion", o.Opinion), o.Text, d.signed(o.Name, o.At))
			if o.Entity != "" {
				line = o.Entity + d.Colon() + line
			}
			if o.Journey != "" && len(d.pv.Journeys) > 1 {
				line = d.Tr("opinion.journey", d.journeyTitle(o.Journey)) + d.Colon() + line
			}
			line += d.former(o.Iteration)
			if len(o.Points) > 0 {
				line += "\n" + d.Tr("opinion.points", strings.Join(o.Points, ", "))
			}
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// divergence says that the antennes do not think the same.
func (d *doc) divergence() {
	first := map[string]string{} // by journey
	for i := range d.pv.Opinions {
		switch o := &d.pv.Opinions[i]; {
		case o.Role != "referent" || o.Iteration > 0:
		case first[o.Journey] == "":
			first[o.Journey] = o.Opinion
		case o.Opinion != first[o.Journey]:
			d.Note(page.Body, d.Tr("opinion.divergence"))
			return
		}
	}
}

// former says that something was recorded in an iteration before, and stands no more; nothing of what stands.
func (d *doc) former(iteration int) string {
	if iteration == 0 {
		return ""
	}
	return " " + d.Tr("former", d.Number(int64(iteration)))
}

// terms draws what goes with a decision, where it has a sense: what it triggers, how reserves are lifted, a new date.
func (d *doc) terms(dec *Decision) {
	var triggers []string
	for _, t := range dec.Triggers {
		triggers = append(triggers, d.word("trigger", t))
	}
	if len(triggers) > 0 {
		d.Fields(d.f("8.5", strings.Join(triggers, ", ")))
	}
	if dec.LiftBy != "" || dec.Fallback != "" {
		by := ""
		if dec.LiftBy != "" {
			by = d.Tr("decision.liftby", d.Date(dec.LiftBy))
		}
		fallback := ""
		if dec.Fallback != "" {
			fallback = d.Tr("decision.fallback", dec.Fallback)
		}
		d.Fields(d.f("8.6", strings.TrimSpace(by+"\n"+fallback)))
	}
	if dec.Again != "" {
		d.Fields(d.f("8.7", d.Date(dec.Again)))
	}
	if dec.Rate > 0 {
		d.Fields(d.f("8.7", d.Tr("decision.rate", d.rate(dec.Rate))))
	}
}
