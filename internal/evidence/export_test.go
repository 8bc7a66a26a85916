package evidence

import "recette/internal/durable"

// OnSync has f called instead of every synchronisation of a directory; the one that was in force is its argument.
func (s *Store) OnSync(f func(dir string, sync func(string) error) error) {
	s.sync = func(dir string) error { return f(dir, durable.SyncDir) }
}
