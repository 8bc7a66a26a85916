package strictjson

import (
	"errors"
	"fmt"
	"io"

	"recette/internal/budget"
)

// window is how much of the document is looked at once.
const window = 64 << 10

// What things cost, in units of the budget: about the time of a byte that is looked at.
const (
	byteWork  = 1
	valueWork = 8
	keyBytes  = 48 // of memory, beside the key itself
)

// source is the document, a window at a time.
type source struct {
	r      io.Reader
	budget *budget.Budget
	buf    []byte
	p      int
	before int64 // bytes before the window
	values int   // read since the budget was told
	end    error
}

// fill moves the window on.
func (s *source) fill() error {
	if s.end != nil {
		return s.end
	}
	s.before += int64(len(s.buf))
	n, err := io.ReadAtLeast(s.r, s.buf[:window], 1)
	s.buf, s.p = s.buf[:n], 0
	if err != nil {
		s.end = err
		if errors.Is(err, io.ErrUnexpectedEOF) {
			s.end = io.EOF
		}
		return s.end
	}
	s.values += n * byteWork / valueWork
	return s.settle()
}

// settle tells the budget what was read since it was told.
func (s *source) settle() error {
	n := s.values
	s.values = 0
	return s.budget.Work(n * valueWork)
}

func (s *source) hold(n int) error { return s.budget.Hold(n) }

// offset is where the reading stands.
func (s *source) offset() int64 { return s.before + int64(s.p) }

// next skips white space and gives the byte that comes, without taking it.
func (s *source) next() (byte, error) {
	for {
		for s.p < len(s.buf) {
			switch c := s.buf[s.p]; c {
			case ' ', '\n', '\t', '\r':
				s.p++
			default:
				return c, nil
			}
		}
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
}

// take gives one byte, whatever it is.
func (s *source) take() (byte, error) {
	if s.p == len(s.buf) {
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	c := s.buf[s.p]
	s.p++
	return c, nil
}

// want takes the byte that comes after white space, which must be c.
func (s *source) want(c byte) error {
	got, err := s.next()
	if err != nil {
		return err
	}
	if got != c {
		return fmt.Errorf("%w: %q where %q is expected", errSyntax, got, c)
	}
	s.p++
	return nil
}

func (s *source) colon() error { return s.want(':') }

// open takes the beginning of an object or a list.
func (s *source) open(c byte, depth int) error {
	if depth > maxNesting {
		return fmt.Errorf("%w: nesting", errAmbiguous)
	}
	s.values++
	got, err := s.next()
	if err != nil {
		return err
	}
	if got != c {
		return errType
	}
	s.p++
	return nil
}

// element tells whether an element of a list comes, and takes what is before it.
func (s *source) element(first bool) (bool, error) {
	c, err := s.next()
	switch {
	case err != nil:
		return false, err
	case c == ']':
		s.p++
		return false, nil
	case !first:
		return true, s.want(',')
	}
	return true, nil
}

// literal takes one of the three words.
func (s *source) literal(word string) error {
	s.values++
	for i := range len(word) {
		c, err := s.take()
		if err != nil {
			return err
		}
		if c != word[i] {
			return fmt.Errorf("%w: unknown word", errSyntax)
		}
	}
	return nil
}
