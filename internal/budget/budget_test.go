package budget_test

import (
	"context"
	"errors"
	"testing"

	"recette/internal/budget"
)

func TestWorkIsBoundedToTheUnit(t *testing.T) {
	b := budget.New(t.Context(), budget.Limits{Work: 1_000_000})
	for range 1_000_000 / 100 {
		if err := b.Work(100); err != nil {
			t.Fatal(err)
		}
	}
	err := b.Work(1)
	var refused *budget.Error
	if !errors.As(err, &refused) || *refused != (budget.Error{What: budget.Work, Limit: 1_000_000, Asked: 1_000_001}) {
		t.Fatalf("Work() = %v", err)
	}
	if !errors.Is(err, budget.ErrExceeded) || !errors.Is(b.Hold(0), budget.ErrExceeded) || b.Err() == nil {
		t.Error("an exceeded budget forgets it")
	}
}

func TestMemoryIsWhatIsKept(t *testing.T) {
	b := budget.New(t.Context(), budget.Limits{Memory: 100})
	for range 10 {
		if err := b.Hold(100); err != nil {
			t.Fatal(err)
		}
		b.Release(100)
	}
	if err := b.Hold(101); !errors.Is(err, budget.ErrExceeded) {
		t.Errorf("Hold() = %v", err)
	}
	b.Release(101)
	if b.Work(1) == nil {
		t.Error("an exceeded budget forgets it")
	}
}

// The end of the context is seen in the middle of work, and stays.
func TestContextEnds(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	b := budget.New(ctx, budget.Limits{})
	if err := b.Work(1); err != nil {
		t.Fatal(err)
	}
	stop()
	n := 0
	for b.Work(1) == nil {
		if n++; n > 1<<20 {
			t.Fatal("nobody looks at the context")
		}
	}
	if !errors.Is(b.Err(), context.Canceled) {
		t.Errorf("Err() = %v", b.Err())
	}
}

func TestNoBudgetBoundsNothing(t *testing.T) {
	var b *budget.Budget
	if b.Work(1<<40) != nil || b.Hold(1<<40) != nil || b.Err() != nil {
		t.Error("a nil budget bounds")
	}
	b.Release(1)
}
