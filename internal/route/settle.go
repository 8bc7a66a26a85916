package route

// settle computes what no fact says: delays, whose turn it is, what a silence does on a day, and whether anything is
// missing.
func (s *State) settle(today string) {
	p := &s.policy
	if s.Phase == draft || s.Phase == decided {
		return
	}
	visas, rest := s.Steps[:len(p.Visas)], s.Steps[len(p.Visas):]
	panel, notes := rest[:len(p.Branches.Panel)], rest[len(p.Branches.Panel):]
	p.hear(panel, s.day, today)
	from := p.turns(visas, p.Visas, s.day, today, true)
	p.turns(notes, p.Noted, from, today, !missing(visas) && !missing(panel))
	if s.Phase == Circulating || s.Phase == ready {
		s.Phase = ready
		if missing(s.Steps) {
			s.Phase = Circulating
		}
	}
}

// hear judges the opinions of the branches: a silence is never one.
func (p *Policy) hear(panel []Step, from, today string) {
	given := 0
	for i := range panel {
		if panel[i].Status == done {
			given++
		}
	}
	due := p.due(from, p.Branches.Days, p.Branches.Unit)
	over := due != "" && due < today
	for i := range panel {
		x := &panel[i]
		x.Due, x.Late = due, false
		switch {
		case x.Status == done:
		case given >= p.Branches.needed():
			x.Status = unneeded
		case over && p.Branches.Silence == NoOpinion:
			x.Status = Silent
		default:
			x.Status, x.Late = waiting, over
		}
	}
}

// turns judges what is asked of people: at once, or one after the other. It gives the day on which the last of them
// did it, from which the delay of the next one runs.
func (p *Policy) turns(steps []Step, asked []Visa, from, today string, turn bool) string {
	for i := range steps {
		x := &steps[i]
		x.Due, x.Late = "", false
		if p.Ordered && !turn {
			if x.Missing() && x.Status != rejected {
				x.Status = notYet
			}
			continue
		}
		x.Due = p.due(from, asked[i].Days, asked[i].Unit)
		switch x.Status {
		case done:
			if p.Ordered {
				from = max(from, x.Day)
			}
			continue
		case rejected:
		default:
			x.Status, x.Late = waiting, x.Due != "" && x.Due < today
		}
		turn = false
	}
	return from
}

func missing(steps []Step) bool {
	for i := range steps {
		if steps[i].Missing() {
			return true
		}
	}
	return false
}

// needed is how many opinions of branches are enough.
func (p *Panel) needed() int {
	if p.Quorum == 0 || p.Quorum > len(p.Panel) {
		return len(p.Panel)
	}
	return p.Quorum
}
