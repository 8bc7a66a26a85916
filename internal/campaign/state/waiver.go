package state

import (
	"slices"

	"recette/internal/calendar"
	"recette/internal/measure"
	"recette/internal/plan"
	"recette/internal/recette"
)

// derogations is the version of manifests since which journals hold derogations: under one of before, a number may be
// that of a decision elsewhere, whatever its letters.
const derogations = 2

// Waiver gives what the derogation that a decision cites lets pass: one on a journey, empty for the whole campaign, on
// a day, YYYY-MM-DD, before a position of the log. ok is false of a number that nobody granted before, or that is over:
// it lets nothing pass. Of a decision elsewhere the journal knows the number only.
func (s *State) Waiver(number, journey, day string, before int64) (w recette.Waiver, ok bool) {
	switch {
	case number == "":
		return recette.Waiver{}, true
	case !recette.Derogation(number):
		return recette.Waiver{All: true, Exit: true, Elsewhere: true}, recette.Elsewhere(number)
	}
	d := s.Derogation(number)
	if d == nil || !d.Granted || d.Answered.Seq >= before || d.Until != "" && d.Until < day {
		return recette.Waiver{}, false
	}
	return s.lets(d, journey), true
}

// voids says why a derogation that the plan names beside the criterion at a place of a list, from 1, lets nothing pass
// on a day, YYYY-MM-DD, before a position of the log; empty when it stands. Of a decision elsewhere the journal knows
// the number only.
func (s *State) voids(number string, list string, place int, day string, before int64) recette.Void {
	if !recette.Derogation(number) || s.frozen.V < derogations {
		return ""
	}
	d := s.Derogation(number)
	if d == nil || d.Asked.Seq >= before {
		return recette.VoidUnknown
	}
	answered := d.Answered.Seq < before
	return recette.VoidOf(d.Granted && answered, d.Refused && answered, d.Until, d.Subject, list, place, day)
}

// excused gives the first derogation that was granted before a position of the log, stands on a day (YYYY-MM-DD) and is
// about the criterion at a place of a list, from 1, of the present iteration; empty when none is. No plan has to name
// it in advance.
func (s *State) excused(list string, place int, day string, before int64) string {
	if s.frozen.V < derogations {
		return ""
	}
	for i := range s.Derogations {
		d := &s.Derogations[i]
		of, number, criterion := recette.CriterionNamed(d.Subject)
		if criterion && of == list && number == place && d.Asked.Seq >= s.iteratedSeq() &&
			s.voids(d.Number, list, place, day, before) == "" {
			return d.Number
		}
	}
	return ""
}

// waived gives what the derogation that a recorded decision cites lets pass.
func (s *State) waived(d *Decision) recette.Waiver {
	asked := s.Derogation(d.Derogation)
	former := s.frozen.V < derogations || len(s.frozen.Before) > 0
	if d.Derogation != "" && former && (asked == nil || asked.Asked.Seq > d.Seq) {
		return recette.Waiver{All: true, Exit: true, Elsewhere: true}
	}
	w, _ := s.Waiver(d.Derogation, d.Journey, calendar.DayOf(d.At, s.frozen.Zone()), d.Seq)
	return w
}

// lets gives what a derogation lets pass on a journey: what it is about, and no more. A criterion of exit is named by
// its place in the plan, "exit/1", of the iteration in which the derogation was asked for: another plan holds others.
// It lets major anomalies pass when it is what counts them, those of its journey when it has one.
func (s *State) lets(d *Derogation, journey string) recette.Waiver {
	if d.Subject == "" {
		return recette.Waiver{}
	}
	list, number, criterion := recette.CriterionNamed(d.Subject)
	if !criterion {
		return recette.Waiver{About: []string{d.Subject}}
	}
	if list != recette.ExitCriteria || number > len(s.frozen.Exit) || d.Asked.Seq < s.iteratedSeq() {
		return recette.Waiver{}
	}
	c := &s.frozen.Exit[number-1]
	switch {
	case c.Journey != "" && journey != "" && c.Journey != journey:
		return recette.Waiver{}
	case c.Measure != measure.MajorOpen && c.Measure != measure.MajorCriticalOpen:
		return recette.Waiver{Exit: true}
	case c.Journey != "" && journey == "":
		return recette.Waiver{Exit: true, About: slices.Clone(casesOf(s.frozen.Journey(c.Journey)))}
	}
	return recette.Waiver{Exit: true, All: true}
}

// About gives the text of the criterion that a derogation is about; empty when it is about something else, or was asked
// for in an iteration before, under another plan.
func (s *State) About(d *Derogation) string {
	list, number, criterion := recette.CriterionNamed(d.Subject)
	of := s.frozen.Criteria(list)
	if !criterion || number > len(of) || d.Asked.Seq < s.iteratedSeq() {
		return ""
	}
	return of[number-1].Text
}

func casesOf(j *plan.Journey) []string {
	if j == nil {
		return nil
	}
	return j.Cases
}
