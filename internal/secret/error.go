package secret

// hidden is an error whose text is shown without secrets; it is still the error that it was.
type hidden struct {
	error
	text string
}

// Error implements error.
func (e *hidden) Error() string { return e.text }

// Unwrap gives the error as it came.
func (e *hidden) Unwrap() error { return e.error }

// Error takes the secrets out of the text of an error.
func (m *Masker) Error(err error) error {
	if err == nil || m == nil {
		return err
	}
	text := err.Error()
	if shown := m.String(text); shown != text {
		return &hidden{err, shown}
	}
	return err
}
