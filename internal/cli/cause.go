package cli

import (
	"errors"
	"io/fs"
	"os/exec"
	"syscall"

	application "recette/internal/app"
	"recette/internal/bounded"
	"recette/internal/budget"
	"recette/internal/i18n"
	"recette/internal/output"
	"recette/internal/verify"
)

// technical words the cause of a failure for a reader. What the system said is a sentence in their language; anything
// else is the text of a library or of a tool, shown as the quotation that it is: no language is mixed with another.
func technical(p *i18n.Printer, err error) string {
	if size, ok := errors.AsType[*bounded.SizeError](err); ok {
		if size.Size == 0 {
			return p.T("technical.size-stream", size.Limit)
		}
		return p.T("technical.size", size.Size, size.Limit)
	}
	if over, ok := errors.AsType[*budget.Error](err); ok {
		key := "technical.budget-work"
		if over.What == budget.Memory {
			key = "technical.budget-memory"
		}
		return p.T(key, over.Limit, over.Asked)
	}
	if head, ok := errors.AsType[*application.HeadError](err); ok {
		if head.Known > head.Held {
			return p.T("technical.head-short", head.Known, head.Held)
		}
		return p.T("technical.head-other", head.Known)
	}
	if schema, ok := errors.AsType[*application.SchemaError](err); ok {
		return p.T("technical.schema", clip(schema.Name, mostEchoed))
	}
	if own, ok := errors.AsType[worded](err); ok {
		return string(own)
	}
	if key := causeKey(err); key != "" {
		if path, ok := errors.AsType[*fs.PathError](err); ok && path.Path != "" {
			return p.T("technical.of", clip(path.Path, mostEchoed), p.T(key))
		}
		return p.T(key)
	}
	return p.T("technical.quoted", clip(err.Error(), 10*mostEchoed))
}

// worded is a cause that is a sentence of ours, in the reader's words already.
type worded string

func (w worded) Error() string { return string(w) }

// causeKey finds what the system refused, or what a file is not: errors are compared by value, never by text.
func causeKey(err error) string {
	for _, c := range []struct {
		is  error
		key string
	}{
		{bounded.ErrIrregular, "technical.irregular"},
		{verify.ErrNoCertificate, "technical.no-certificate"},
		{output.ErrList, "technical.docs-manifest"},
		{syscall.EISDIR, "technical.folder"},
		{syscall.ENOTDIR, "technical.not-folder"},
		{syscall.ENOTEMPTY, "technical.not-empty"},
		{syscall.ENOSPC, "technical.full"},
		{syscall.EDQUOT, "technical.quota"},
		{syscall.EROFS, "technical.read-only"},
		{syscall.EIO, "technical.io"},
		{syscall.ELOOP, "technical.loop"},
		{syscall.ENAMETOOLONG, "technical.name-long"},
		{syscall.EMFILE, "technical.too-many"},
		{syscall.ENFILE, "technical.too-many"},
		{syscall.EXDEV, "technical.other-disk"},
		{syscall.EFBIG, "technical.too-large"},
		{syscall.EPIPE, "technical.pipe"},
		{syscall.ECONNREFUSED, "technical.refused"},
		{syscall.EADDRINUSE, "technical.in-use"},
		{exec.ErrNotFound, "technical.no-program"},
		{fs.ErrNotExist, "technical.missing"},
		{fs.ErrPermission, "technical.denied"},
		{fs.ErrExist, "technical.exists"},
	} {
		if errors.Is(err, c.is) {
			return c.key
		}
	}
	return ""
}
