package picture

import "context"

// Busy takes all places of a lab.
func (l *Lab) Busy(ctx context.Context) error { return l.places.Acquire(ctx, places) }
