package guard

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"time"
)

// What is read at most of a form with files (ASVS 5.0, 5.2.1).
const (
	MaxFile   = 10 << 20 // bytes of a file
	MaxFiles  = 5
	maxParts  = 100
	maxUpload = 64 << 20 // bytes of the whole request: files that are too large are read to their end, and named
)

// How long a form with files may take to come, and its answer to be made.
const (
	uploadTime = 3 * time.Minute
	answerTime = 30 * time.Second
)

// Why a form with files is not taken; both are ErrTooLarge.
var (
	ErrFile  = fmt.Errorf("%w: a file", ErrTooLarge)    // larger than MaxFile
	ErrFiles = fmt.Errorf("%w: the files", ErrTooLarge) // more than MaxFiles, or larger together than is read
)

// FileError is a file that is larger than MaxFile. It is ErrFile.
type FileError struct {
	Name string // as it was sent: whoever shows it cleans it
}

func (e *FileError) Error() string { return ErrFile.Error() }

// Unwrap gives ErrFile.
func (e *FileError) Unwrap() error { return ErrFile }

// File is one that came with a form.
type File struct {
	Name string // as it was sent: whoever shows it cleans it
	Body []byte
}

// Upload reads a form that may have files, whole, or refuses it as Form does: ErrFile or ErrFiles for files, with the
// texts that came until then. A field for a file that nobody filled is none. A form without files is read by Form.
// room is asked for the bytes that files may take, before any is kept: its error refuses them, and the texts are read
// all the same.
func Upload(w http.ResponseWriter, r *http.Request, room func(bytes int64) error) (url.Values, []File, error) {
	boundary, ok := multipartOf(r)
	if !ok {
		texts, err := Form(w, r)
		return texts, nil, err
	}
	if err := patient(w, r); err != nil {
		return nil, nil, err
	}
	u := upload{texts: url.Values{}}
	if most := bytesOf(r); most > MaxForm {
		u.refused = room(most)
	}
	return u.read(w, r, boundary)
}

// Texts reads what was typed in a form that may have files, as far as it came, and keeps none of them: it has no more
// time to come than another form.
func Texts(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	boundary, ok := multipartOf(r)
	if !ok {
		return Form(w, r)
	}
	u := upload{texts: url.Values{}, refused: ErrFiles}
	texts, _, err := u.read(w, r, boundary)
	if errors.Is(err, ErrFiles) {
		err = nil // they are not asked for
	}
	return texts, err
}

// multipartOf gives what parts a form that may have files; ok is false for another form.
func multipartOf(r *http.Request) (boundary string, ok bool) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return params["boundary"], err == nil && kind == "multipart/form-data"
}

// bytesOf tells how many bytes of a form are read at most.
func bytesOf(r *http.Request) int64 {
	if n := r.ContentLength; n >= 0 && n < maxUpload {
		return n
	}
	return maxUpload
}

func (u *upload) read(w http.ResponseWriter, r *http.Request, boundary string) (url.Values, []File, error) {
	parts := multipart.NewReader(http.MaxBytesReader(w, r.Body, maxUpload), boundary)
	for n := 0; ; n++ {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) && n > 0 {
			return u.texts, u.files, u.refused
		}
		if err == nil && n == maxParts {
			err = errors.New("too many parts")
		}
		if err == nil {
			err = u.take(part)
		}
		if err != nil {
			return u.texts, nil, sized(err)
		}
	}
}

// patient gives a request with files the time that it takes on a slow line: that of the others is short.
func patient(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), uploadTime)
	defer cancel()
	until, _ := ctx.Deadline()
	c := http.NewResponseController(w)
	err := errors.Join(c.SetReadDeadline(until), c.SetWriteDeadline(until.Add(answerTime)))
	if errors.Is(err, errors.ErrUnsupported) {
		return nil // nothing to wait for
	}
	return err
}

// sized tells what is too large from what is no form.
func sized(err error) error {
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return fmt.Errorf("%w: %w", ErrFiles, err)
	}
	if errors.Is(err, ErrTooLarge) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrForm, err)
}

// upload is a form as it comes.
type upload struct {
	texts   url.Values
	typed   int // bytes of texts
	files   []File
	refused error // of a file: the texts that follow are read all the same
}

func (u *upload) take(part *multipart.Part) error {
	kind, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil || kind != "form-data" || params["name"] == "" {
		return errors.Join(errors.New("a part without a name"), err)
	}
	if name, file := params["filename"]; file {
		return u.takeFile(part, name)
	}
	text, err := io.ReadAll(io.LimitReader(part, MaxForm+1))
	if err != nil {
		return err
	}
	if u.typed += len(params["name"]) + len(text); u.typed > MaxForm {
		return ErrTooLarge
	}
	u.texts.Add(params["name"], Lines(string(text)))
	return nil
}

func (u *upload) takeFile(part *multipart.Part, name string) error {
	if u.refused != nil {
		_, err := io.Copy(io.Discard, part) // up to the next part
		return err
	}
	body, err := io.ReadAll(io.LimitReader(part, MaxFile+1))
	if err != nil || name == "" && len(body) == 0 {
		return err
	}
	switch {
	case len(body) > MaxFile:
		u.files, u.refused = nil, &FileError{Name: name}
	case len(u.files) == MaxFiles:
		u.files, u.refused = nil, ErrFiles
	default:
		u.files = append(u.files, File{Name: name, Body: body})
		return nil
	}
	_, err = io.Copy(io.Discard, part) // up to the next part
	return err
}
