package signoff

import (
	"errors"
	"fmt"

	"recette/internal/pv"
	"recette/internal/recette"
	"recette/internal/reference"
	"recette/internal/sign"
	"recette/internal/verify"
)

// What is refused. Refusals of rights and of the order of signatures are those of the campaign.
var (
	errSignOff    = errors.New("sign-off")
	ErrUnreadable = fmt.Errorf("%w: not a PV of this product", errSignOff)
	ErrNotDecided = fmt.Errorf("%w: the PV shows no decision", errSignOff)
	ErrNoLogKey   = fmt.Errorf("%w: the journal cannot be sealed", errSignOff)
	ErrDemoKey    = fmt.Errorf("%w: a demonstration key under a PV that is none", errSignOff)
	ErrDemoPV     = fmt.Errorf("%w: a demonstration PV under a key that is none", errSignOff)
	ErrDerogation = reference.ErrNoDecision
	ErrUnacted    = reference.ErrUnacted
	ErrTooLarge   = fmt.Errorf("%w: nobody could verify a PV of this size", errSignOff)
	ErrAnnexes    = pv.ErrAnnexes // the plan prints annexes that were left out
	errPassphrase = fmt.Errorf("%w: passphrase too short", errSignOff)
)

// What the keys refuse.
var (
	ErrSign       = sign.ErrSign // the root of what follows
	ErrNoKey      = sign.ErrNoKey
	ErrKeyExists  = sign.ErrKeyExists
	ErrKeysHeld   = sign.ErrKeysHeld
	ErrPassphrase = sign.ErrPassphrase

	ErrNoPassphrase = sign.ErrNoPassphrase
	ErrExpired      = sign.ErrExpired
	ErrNotYetValid  = sign.ErrNotYetValid
	ErrUsage        = sign.ErrUsage
	ErrAlgorithm    = sign.ErrAlgorithm
	ErrKeyMismatch  = sign.ErrKeyMismatch
	ErrKeyFile      = sign.ErrKeyFile
)

// NotNowError says that the state of the campaign, or the rights in it, refuse a signature: no key is opened for it,
// and a signature that was recorded may be the reason. It wraps the refusal of the campaign.
type NotNowError struct{ Refusal error }

func (e *NotNowError) Error() string { return e.Refusal.Error() }

// Unwrap gives the refusal.
func (e *NotNowError) Unwrap() error { return e.Refusal }

// RoleError says that somebody would sign in a role that is not theirs.
type RoleError struct {
	Actor recette.Actor
	As    recette.Role
}

func (e *RoleError) Error() string {
	return fmt.Sprintf("%v: %s signs as %s", errSignOff, e.Actor.Role, e.As)
}

// Unwrap gives errSignOff.
func (e *RoleError) Unwrap() error { return errSignOff }

// BoxError says that the box of a PV names somebody else than who would sign in it.
type BoxError struct{ Named, Actor string }

func (e *BoxError) Error() string {
	return fmt.Sprintf("%v: the box of the PV names another person", errSignOff)
}

// Unwrap gives errSignOff.
func (e *BoxError) Unwrap() error { return errSignOff }

// HolderError says that the key is not that of the person who acts.
type HolderError struct{ Holder, Actor string }

func (e *HolderError) Error() string {
	return fmt.Sprintf("%v: the key is another person's", errSignOff)
}

// Unwrap gives errSignOff.
func (e *HolderError) Unwrap() error { return errSignOff }

// NotConformError says why a signed file would be found not conform by whoever verifies it.
type NotConformError struct{ Findings []verify.Finding }

func (e *NotConformError) Error() string {
	return fmt.Sprintf("%v: what was signed does not verify: %d findings", errSignOff, len(e.Findings))
}

// Unwrap gives errSignOff.
func (e *NotConformError) Unwrap() error { return errSignOff }
