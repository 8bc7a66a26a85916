package fault_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/fault"
	"recette/runner/protocol"
)

var errKind = errors.New("kind")

// TestMessage: an error tells its codes from the outside in, then what others said; an end of a stream says nothing.
func TestMessage(t *testing.T) {
	t.Parallel()
	died := fault.About(errKind, fault.Died, fault.New(errKind, fault.Exit, 4))
	for name, tt := range map[string]struct {
		err  error
		want protocol.Message
	}{
		"nothing":        {nil, nil},
		"a stream ended": {fmt.Errorf("read: %w", io.ErrUnexpectedEOF), nil},
		"a code":         {fault.New(errKind, fault.Step, 3), protocol.Message{{fault.Of(fault.Step, 3)}}},
		"one in another": {died, protocol.Message{{fault.Of(fault.Died), fault.Of(fault.Exit, 4)}}},
		"under words of the program": {
			fmt.Errorf("execution: %w", died), protocol.Message{{fault.Of(fault.Died), fault.Of(fault.Exit, 4)}},
		},
		"around a stream that ended": {
			fault.About(errKind, fault.Gone, io.EOF), protocol.Message{{fault.Of(fault.Gone)}},
		},
		"a library": {errors.New("disque plein"), protocol.Words("disque plein")},
		"said":      {fault.Said(protocol.Words("adieu")), protocol.Words("adieu")},
	} {
		if diff := cmp.Diff(tt.want, fault.Message(tt.err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if m := fault.Message(context.DeadlineExceeded); len(m) != 1 || len(m[0]) != 1 || m[0][0].Code == "" {
		t.Errorf("a deadline = %v, want a code of its own", m)
	}
}

func TestError_IsItsKindAndItsCause(t *testing.T) {
	t.Parallel()
	err := error(fault.About(errKind, fault.Closed, io.EOF))
	if !errors.Is(err, errKind) || !errors.Is(err, io.EOF) {
		t.Errorf("%v is neither its kind nor its cause", err)
	}
	if err := error(fault.New(errKind, fault.Closed)); !errors.Is(err, errKind) || errors.Is(err, io.EOF) {
		t.Errorf("%v has a cause that nobody gave", err)
	}
}
