package journal

import "fmt"

// Attest is what a person affirms in their own name, or takes back.
type Attest struct {
	Subject   string `json:"subject"` // no-production-data, no-deviation
	Text      string `json:"text"`    // commitment: the words that were put before them
	Withdrawn bool   `json:"withdrawn,omitempty"`
	Reason    string `json:"reason,omitempty"` // commitment: why it is taken back
}

func (a *Attest) of(k Kind) bool {
	return k == KindAttest && a.Subject != "" && a.Withdrawn == (a.Reason != "")
}

func (a *Attest) held() []Held { return []Held{{"text", a.Text, true}, {"reason", a.Reason, false}} }

// Deviation is where the recette departed from its plan.
type Deviation struct {
	Number string `json:"number"`           // "ECA-0001"
	Text   string `json:"text"`             // commitment
	Reason string `json:"reason"`           // commitment
	Agreed string `json:"agreed,omitempty"` // commitment: who agreed to it

	// Cases are the rows that it lets be played, although the order of a journey holds them back.
	Cases []string `json:"cases,omitempty"`
}

func (d *Deviation) of(k Kind) bool { return k == KindDeviation && d.Number != "" }

func (d *Deviation) held() []Held {
	return []Held{{"text", d.Text, true}, {"reason", d.Reason, true}, {"agreed", d.Agreed, false}}
}

// DataLoad is the loading of a data set in an environment, or its being put back.
type DataLoad struct {
	Set         string       `json:"set"`
	SHA256      string       `json:"sha256"`  // of its file, as it was then
	Act         string       `json:"act"`     // load, reset
	Mode        string       `json:"mode"`    // auto: its command; manual: somebody says that they did it
	Outcome     string       `json:"outcome"` // done, failed, timeout, interrupted
	Micros      int64        `json:"us,omitempty"`
	Environment string       `json:"environment"`
	Build       string       `json:"build,omitempty"`
	Reason      string       `json:"reason,omitempty"` // commitment: why, although the file is not the frozen one
	Log         *EvidenceRef `json:"log,omitempty"`    // what the command printed
}

func (d *DataLoad) of(k Kind) bool {
	return k == KindDataLoad && d.Set != "" && IsDigest(d.SHA256) && d.Act != "" && d.Mode != "" && d.Outcome != "" &&
		d.Environment != "" && (d.Log == nil || IsDigest(d.Log.SHA256) && d.Log.Name != "")
}

func (d *DataLoad) held() []Held {
	all := []Held{{"reason", d.Reason, false}}
	if d.Log != nil {
		all = append(all, Held{"file_name", d.Log.Name, true})
	}
	return all
}

// Held is a free text or a name behind a commitment, with the name of its field.
type Held struct {
	Field, Commitment string

	must bool // there is always one
}

// noted is the body of what people record beside results: each came with version 6 or later.
type noted interface {
	of(k Kind) bool // the body is that of a leaf of kind k, and whole
	held() []Held   // every free text and name, in the order of the fields
}

// Held lists the commitments of what people record beside results.
func (l *Leaf) Held() []Held {
	if b, n := l.body(); n > 0 {
		return b.held()
	}
	return nil
}

// body gives what people recorded beside results, and how many bodies of it the leaf holds: one at most is right.
func (l *Leaf) body() (b noted, n int) {
	set := func(x noted, there bool) {
		if there {
			b, n = x, n+1
		}
	}
	set(l.Attest, l.Attest != nil)
	set(l.Deviation, l.Deviation != nil)
	set(l.Session, l.Session != nil)
	set(l.Pause, l.Pause != nil)
	set(l.Objection, l.Objection != nil)
	set(l.Data, l.Data != nil)
	set(l.Opinion, l.Opinion != nil)
	set(l.Answer, l.Answer != nil)
	set(l.Drop, l.Drop != nil)
	set(l.Derogation, l.Derogation != nil)
	set(l.Delegation, l.Delegation != nil)
	set(l.End, l.End != nil)
	set(l.Scan, l.Scan != nil)
	set(l.User, l.User != nil)
	set(l.Visa, l.Visa != nil)
	set(l.Milestone, l.Milestone != nil)
	set(l.Review, l.Review != nil)
	set(l.Amend, l.Amend != nil)
	return b, n
}

// checkFacts holds for what people record beside results: kind and body go together, a text is behind its commitment.
func (l *Leaf) checkFacts() error {
	b, n := l.body()
	switch {
	case n == 0 && !l.Kind.Noted() && l.Kind != KindUser:
		return nil
	case n != 1 || !b.of(l.Kind):
		return fmt.Errorf("%w: kind %s and what it says of a campaign do not go together", ErrValue, l.Kind)
	}
	if err := l.checkWhole(); err != nil {
		return err
	}
	for _, h := range b.held() {
		if !IsDigest(h.Commitment) && (h.must || h.Commitment != "") {
			return fmt.Errorf("%w: %s of a %s is no commitment", ErrValue, h.Field, l.Kind)
		}
	}
	return nil
}
