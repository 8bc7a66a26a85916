package verify

import (
	"fmt"
	"testing"
	"time"

	"recette/internal/journal"
)

// Each anomaly of a long chain of duplicates stands for the last one, and the chain is gone along once: to go along it
// for each would take minutes here.
func TestLines_OfALongChain(t *testing.T) {
	t.Parallel()
	const length = 60000
	f := &fold{numbered: map[string]*anomaly{}}
	for i := range length {
		a := &anomaly{Anomaly: journal.Anomaly{Number: fmt.Sprint(i), Status: "duplicate", Original: fmt.Sprint(i + 1)}}
		if i == length-1 {
			a.Status, a.reopened = "open", 7
		}
		f.anomalies, f.numbered[a.Number] = append(f.anomalies, a), a
	}
	began := time.Now()
	s := &scope{in: map[string]bool{}, known: map[string]bool{"": true}}
	b := f.bearing(s)
	last := f.anomalies[length-1]
	for _, a := range f.anomalies {
		if f.weighs(a) != last || f.lines()[a].reopened != 7 || b.anomaly(a) {
			t.Fatalf("%s stands for %v", a.Number, f.lines()[a])
		}
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("%d duplicates took %s", length, took)
	}
}

// Anomalies that repeat each other, or what is not there, weigh: nobody would answer for them.
func TestLines_OfACircle(t *testing.T) {
	t.Parallel()
	f := &fold{numbered: map[string]*anomaly{}}
	for number, original := range map[string]string{"1": "2", "2": "1", "3": "404"} {
		a := &anomaly{Anomaly: journal.Anomaly{Number: number, Status: "duplicate", Original: original}}
		f.anomalies, f.numbered[number] = append(f.anomalies, a), a
	}
	for _, a := range f.anomalies {
		if f.weighs(a) == nil || !f.opens(a) {
			t.Errorf("%s weighs no more", a.Number)
		}
	}
}
