package recette

import (
	"errors"
	"fmt"
)

// SessionPhase is where a session of the recette is in its life. The zero value is before it opens.
type SessionPhase string

// The phases.
const (
	SessionOpen   SessionPhase = "open"
	SessionClosed SessionPhase = "closed"
)

// SessionAct is what somebody does with a session.
type SessionAct string

// The acts.
const (
	OpenSession  SessionAct = "open"
	MoveInto     SessionAct = "presence" // people come and go
	CloseSession SessionAct = "close"
)

// ErrSession is the root of the refusals of the life of a session.
var ErrSession = errors.New("session refused")

// After gives the phase after an act. It returns an error under ErrSession when the life of a session does not hold the
// act there.
func (p SessionPhase) After(act SessionAct) (SessionPhase, error) {
	switch {
	case p == "" && act == OpenSession, p == SessionOpen && act == MoveInto:
		return SessionOpen, nil
	case p == SessionOpen && act == CloseSession:
		return SessionClosed, nil
	}
	return p, fmt.Errorf("%w: %s of a session that is %q", ErrSession, act, p)
}

// Flawed is why a result counts for nothing.
type Flawed string

// The causes of an invalidation.
const (
	FlawedBuild       Flawed = "build"       // not the version to be tested
	FlawedData        Flawed = "data"        // not the data to be used
	flawedEnvironment Flawed = "environment" // not as it had to be
	flawedProcedure   Flawed = "procedure"   // not what the text asks
)

// FlawedCauses lists them.
func FlawedCauses() []Flawed {
	return []Flawed{FlawedBuild, FlawedData, flawedEnvironment, flawedProcedure}
}

// Valid reports whether f is a known cause.
func (f Flawed) Valid() bool {
	return f == FlawedBuild || f == FlawedData || f == flawedEnvironment || f == flawedProcedure
}
