package signoff

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"recette/internal/campaign"
	"recette/internal/verify"
	"recette/reports"
)

// Evidence gives back attachments by content address.
type Evidence interface {
	Open(sha256 string) (io.ReadCloser, error)
}

// Deps is the world of the service. All but Evidence are mandatory.
type Deps struct {
	Campaigns *campaign.Service
	Evidence  Evidence        // nil: a PV has no thumbnails
	Look      verify.Evidence // looks at the evidence that a PV names; nil: it is said not to be presented
	Project   fs.FS           // the files of the project: a derogation is a decision that is written down there
	Keys      Keyring
	LogKey    string           // path of the key that seals the journal
	Clock     func() time.Time // in the project's time zone, which days and hours are printed in
	Rand      io.Reader
	Producer  string // the program and its version
	// Texts gives what a PV says in its own language, whatever that of whoever asks for it.
	Texts func(language string) (reports.Texts, error)
	// Words gives the texts that pages are drawn with, which travel in the file.
	Words func(language string) (reports.Words, error)
}

// Service renders and signs. It is safe for concurrent use.
type Service struct{ Deps }

// New returns a service on deps. It returns an error when a mandatory one is missing.
func New(d Deps) (*Service, error) {
	if d.Campaigns == nil || d.Project == nil || d.Clock == nil || d.Rand == nil || d.Texts == nil ||
		d.Words == nil || d.Keys == "" {
		return nil, errors.New("sign-off service: a dependency is missing")
	}
	return &Service{d}, nil
}

func (s *Service) texts(language string) (reports.Texts, error) {
	words, err := s.Texts(language)
	if err != nil {
		return nil, fmt.Errorf("%w: language %q: %w", ErrUnreadable, language, err)
	}
	return words, nil
}
