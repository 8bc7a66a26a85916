package route

import (
	"strings"
	"testing"
)

// say writes the acts of a test: "submit:PV-1@02", "give:qa/Anne@03", of a PV "give:qa/Anne/PV-1@03",
// "opinion:Nord@04", "+submit:PV-1@02" of the route of the whole campaign that a journey follows.
func say(t *testing.T, words string) []Act {
	t.Helper()
	var acts []Act
	for i, w := range strings.Fields(words) {
		what, day, _ := strings.Cut(w, "@")
		kind, who, _ := strings.Cut(what, ":")
		a := Act{Seq: int64(i + 1), Day: "2026-11-" + day}
		kind, a.Whole = strings.TrimPrefix(kind, "+"), strings.HasPrefix(kind, "+")
		a.What = What(kind)
		switch a.What {
		case Submit:
			a.PV = who
		case Opinion:
			a.Branch, a.Role, a.Ref = who, "referent", "r-"+who
		default:
			a.Role, a.Name, _ = strings.Cut(who, "/")
			a.Name, a.PV, _ = strings.Cut(a.Name, "/")
			a.Ref = "r-" + a.Role + a.Name
		}
		acts = append(acts, a)
	}
	return acts
}

// told writes a state in one line.
func told(s *State) string {
	parts := []string{string(s.Phase)}
	for i := range s.Steps {
		x := &s.Steps[i]
		w := string(x.Kind) + " " + x.Role + x.Branch + "=" + string(x.Status)
		if x.Due != "" {
			w += "<" + strings.TrimPrefix(x.Due, "2026-")
		}
		if x.Late {
			w += "!"
		}
		parts = append(parts, w)
	}
	for seq := int64(1); seq < 20; seq++ {
		if why := s.Displaced[seq]; why != None {
			parts = append(parts, "-"+string(why))
		}
	}
	return strings.Join(parts, ", ")
}

func TestOf(t *testing.T) {
	free := Policy{Visas: []Visa{{Role: "qa", Days: 3, Unit: "working_days"}, {Role: "delivery"}}}
	ordered := free
	ordered.Ordered = true
	ordered.Visas = []Visa{{Role: "qa", Days: 2}, {Role: "delivery", Days: 2}}
	ordered.Noted = []Visa{{Role: "supplier", Days: 2}}
	panel := Policy{Branches: Panel{
		Panel: []string{"Nord", "Sud", "Est"}, Quorum: 2, Days: 2, Unit: "working_days", Silence: NoOpinion,
	}}
	strict := panel
	strict.Branches.Silence = blocks
	named := Policy{Visas: []Visa{{Role: "qa", Who: "Anne"}}}
	twice := Policy{Visas: []Visa{{Role: "qa"}, {Role: "qa", Who: "Anne"}}}
	seen := Policy{Visas: []Visa{{Role: "qa"}}, Noted: []Visa{{Role: "qa"}}}
	// 2026-11-02 is a Monday, the 11th a public holiday.
	tests := map[string]struct {
		policy Policy
		acts   string
		today  string
		want   string
	}{
		"nothing submitted":        {free, "", "02", "draft, visa qa=waiting, visa delivery=waiting"},
		"a plan that asks nothing": {Policy{}, "submit:PV-1@02", "02", "draft, -no_route"},
		"submitted": {
			free, "submit:PV-1@09", "10", "circulating, visa qa=waiting<11-13, visa delivery=waiting",
		},
		"late": {
			free, "submit:PV-1@09 give:delivery@10", "14",
			"circulating, visa qa=waiting<11-13!, visa delivery=given",
		},
		"in any order": {
			free, "submit:PV-1@09 give:delivery@10 give:qa@10", "20", "ready, visa qa=given<11-13, visa delivery=given",
		},
		"before any submission": {
			free, "give:qa@02", "02", "draft, visa qa=waiting, visa delivery=waiting, -not_submitted",
		},
		"twice": {
			free, "submit:PV-1@09 give:qa@09 give:qa@09", "09",
			"circulating, visa qa=given<11-13, visa delivery=waiting, -given",
		},
		"by somebody else": {
			free, "submit:PV-1@09 give:ux@09", "09",
			"circulating, visa qa=waiting<11-13, visa delivery=waiting, -not_named",
		},
		"by another person in the role": {
			named, "submit:PV-1@09 give:qa/Bruno@09", "09", "circulating, visa qa=waiting, -not_named",
		},
		"by the person": {named, "submit:PV-1@09 give:qa/Anne@09", "09", "ready, visa qa=given"},
		"in order": {
			ordered, "submit:PV-1@02 give:qa@03", "04",
			"circulating, visa qa=given<11-04, visa delivery=waiting<11-05, note supplier=not_yet",
		},
		"out of turn": {
			ordered, "submit:PV-1@02 give:delivery@03 note:supplier@03", "03",
			"circulating, visa qa=waiting<11-04, visa delivery=not_yet, note supplier=not_yet, -turn, -turn",
		},
		"to the end": {
			ordered, "submit:PV-1@02 give:qa@03 give:delivery@04 note:supplier@05 decide:po@06", "30",
			"decided, visa qa=given<11-04, visa delivery=given<11-05, note supplier=given<11-06",
		},
		"refused, and given all the same": {
			free, "submit:PV-1@09 refuse:qa@09 give:delivery@09", "09",
			"refused, visa qa=refused<11-13, visa delivery=waiting, -refused",
		},
		"refused, and submitted again": {
			free, "submit:PV-1@09 give:delivery@09 refuse:qa@09 submit:PV-2@10", "10",
			"circulating, visa qa=waiting<11-16, visa delivery=waiting",
		},
		"withdrawn": {
			free, "submit:PV-1@09 give:qa@09 give:delivery@09 withdraw:qa@10", "10",
			"circulating, visa qa=waiting<11-13, visa delivery=given",
		},
		"withdrawn by another": {
			free, "submit:PV-1@09 give:qa@09 withdraw:delivery@10", "10",
			"circulating, visa qa=given<11-13, visa delivery=waiting, -not_own",
		},
		"withdrawn after the decision": {
			free, "submit:PV-1@09 give:qa@09 give:delivery@09 decide:po@09 withdraw:qa@10", "10",
			"decided, visa qa=given<11-13, visa delivery=given, -decided",
		},
		"overtaken by results": {
			free, "submit:PV-1@09 give:qa@09 result:x@09 give:delivery@10", "10",
			"overtaken, visa qa=given<11-13, visa delivery=waiting, -overtaken",
		},
		"another iteration": {
			free, "submit:PV-1@09 give:qa@09 iterate:x@09 give:delivery@10", "10",
			"draft, visa qa=waiting, visa delivery=waiting, -not_submitted",
		},
		"two visas in one role, of one person": {
			twice, "submit:PV-1@02 give:qa/Anne@02 give:qa/Anne@03", "03",
			"circulating, visa qa=waiting, visa qa=given, -given",
		},
		"two visas in one role, of two": {
			twice, "submit:PV-1@02 give:qa/Anne@02 give:qa/Luc@03", "03", "ready, visa qa=given, visa qa=given",
		},
		"refused by whoever gave another": {
			twice, "submit:PV-1@02 give:qa/Anne@02 refuse:qa/Anne@03", "03",
			"circulating, visa qa=waiting, visa qa=given, -given",
		},
		"withdrawn by whoever took note too": {
			seen, "submit:PV-1@02 give:qa@02 note:qa@02 withdraw:qa@03", "03",
			"circulating, visa qa=waiting, note qa=given",
		},
		"a visa on the PV of before": {
			free, "submit:PV-1@09 submit:PV-2@09 give:qa/Anne/PV-1@09 give:delivery/Luc/PV-2@09", "10",
			"circulating, visa qa=waiting<11-13, visa delivery=given, -not_submitted",
		},
		"judged by the plan of a former iteration": {
			free, "submit:PV-1@02 give:ux@03 decide:po@03 iterate:x@09 submit:PV-2@09", "10",
			"circulating, visa qa=waiting<11-13, visa delivery=waiting",
		},
		"of the whole, after this journey was decided": {
			free, "+submit:PV-1@09 +give:qa@09 +give:delivery@09 decide:po@09 +withdraw:qa@10", "10",
			"decided, visa qa=given<11-13, visa delivery=given",
		},
		"the quorum of branches": {
			strict, "submit:PV-1@02 opinion:Sud@03 opinion:Nord@03", "03",
			"ready, opinion referentNord=given<11-04, opinion referentSud=given<11-04, " +
				"opinion referentEst=unneeded<11-04",
		},
		"an opinion of before the submission": {
			strict, "opinion:Sud@02 submit:PV-1@02", "03",
			"circulating, opinion referentNord=waiting<11-04, opinion referentSud=waiting<11-04, " +
				"opinion referentEst=waiting<11-04",
		},
		"silence is no opinion": {
			panel, "submit:PV-1@02 opinion:Sud@03", "05",
			"ready, opinion referentNord=silent<11-04, opinion referentSud=given<11-04, " +
				"opinion referentEst=silent<11-04",
		},
		"on the last day, nobody is silent yet": {
			panel, "submit:PV-1@02 opinion:Sud@03", "04",
			"circulating, opinion referentNord=waiting<11-04, opinion referentSud=given<11-04, " +
				"opinion referentEst=waiting<11-04",
		},
		"silence blocks": {
			strict, "submit:PV-1@02 opinion:Sud@03", "05",
			"circulating, opinion referentNord=waiting<11-04!, opinion referentSud=given<11-04, " +
				"opinion referentEst=waiting<11-04!",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := Of(tt.policy, say(t, tt.acts), "2026-11-"+tt.today)
			if got := told(&s); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// What was obtained since the decision was approved by nobody: the PO does not sign it before the route began again.
func TestUnsigned_OvertakenSinceTheDecision(t *testing.T) {
	p := Policy{Visas: []Visa{{Role: "qa"}}}
	const before, again = "submit:PV-1@02 give:qa@02 decide:po@03", " result:x@03 submit:PV-2@03"
	for acts, want := range map[string]Refusal{
		before:                  None,
		before + " result:x@03": whyOvertaken,
		before + again:          whyIncomplete,
		before + again + " give:qa@03 decide:po@03":             None,
		before + again + " give:qa@03 decide:po@03 result:x@04": whyOvertaken,
	} {
		s := Of(p, say(t, acts), "2026-11-30")
		if got := s.Unsigned(); got != want {
			t.Errorf("%s: %q, want %q", acts, got, want)
		}
	}
}

// What was decided before the route was complete stays so, whatever is given later.
func TestOf_CompleteIsJudgedAtTheDecision(t *testing.T) {
	p := Policy{Branches: Panel{Panel: []string{"Nord"}, Days: 2, Silence: NoOpinion}}
	for day, want := range map[string]bool{"03": false, "04": false, "05": true} {
		s := Of(p, say(t, "submit:PV-1@02 decide:po@"+day+" opinion:Nord@06"), "2026-11-30")
		if s.Complete != want || (s.Lacks() == None) != want {
			t.Errorf("decided on the %s: complete %t, want %t", day, s.Complete, want)
		}
		if got := s.Steps[0].Status == done; got {
			t.Errorf("decided on the %s: an opinion of after the decision counts", day)
		}
	}
}
