package guided

import (
	"context"
	"errors"
	"sync"

	"recette/internal/execution"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// stage is one campaign that is conducted, as it is frozen at present.
type stage struct {
	id     string
	digest string // of the frozen plan
	stop   context.CancelFunc
	ready  chan struct{} // closed once what follows is known
	failed error         // why it could not be made ready

	engine   *execution.Engine
	binding  *binding.Binding
	items    []execution.Item
	means    Means
	sessions map[recette.Actor]*Session // guarded by mu of the service

	shaping sync.Once
	people  []bool // by row, whether a person plays it
	shaped  error
}

// make makes a stage ready: who owns each step is known before anybody plays.
func (st *stage) make(ctx context.Context, s *Service, record *Record) error {
	m, err := record.Manifest(ctx, s.Whole, st.id)
	if err != nil {
		return err
	}
	if st.means, err = s.Prepare(ctx, *record, &m); err != nil {
		return err
	}
	st.items = execution.FromManifest(&m)
	ledger := execution.NewLedger(record, s.Whole, st.id, st.means.Word)
	st.engine, err = execution.New(execution.Options{
		Sources: st.means.Sources, Recorder: ledger, Evidence: ledger, Clock: s.Clock, Target: st.means.Target,
	})
	if err != nil {
		return err
	}
	st.binding, err = st.engine.Bind(ctx, execution.Cases(st.items), st.means.Policy)
	return err
}

// close ends the sessions of a stage once it is ready or given up: their cases stay open, as they were left.
func (st *stage) close(ctx context.Context) error {
	<-st.ready
	st.stop()
	var errs []error
	for _, s := range st.sessions {
		errs = append(errs, s.close(ctx))
	}
	if st.engine != nil {
		st.engine.Close()
	}
	return errors.Join(errs...)
}
