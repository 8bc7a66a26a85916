package pdf

import (
	"errors"
	"fmt"
)

// Sentinel errors. Every error of this package wraps ErrPDF; test with errors.Is.
var (
	// ErrPDF is the root of all errors of this package.
	ErrPDF = errors.New("pdf")
	// ErrSyntax reports bytes that are not well-formed PDF.
	ErrSyntax = fmt.Errorf("%w: syntax", ErrPDF)
	// ErrXRef reports a cross-reference section or chain that cannot be followed.
	ErrXRef = fmt.Errorf("%w: cross-reference", ErrSyntax)
	// ErrStructure reports a well-formed file whose objects do not form the expected document.
	ErrStructure = fmt.Errorf("%w: document structure", ErrPDF)
	// ErrIrregular reports a readable file whose layout a closed-world verifier must refuse.
	ErrIrregular = fmt.Errorf("%w: irregular layout", ErrPDF)
	// ErrLimit reports a file that asks for more than Limits allow.
	ErrLimit = fmt.Errorf("%w: limit exceeded", ErrPDF)
	// ErrUnsupported reports a legal feature this package refuses.
	ErrUnsupported = fmt.Errorf("%w: unsupported", ErrPDF)
	// ErrEncrypted reports an encrypted file.
	ErrEncrypted = fmt.Errorf("%w: encrypted file", ErrUnsupported)
	// errFilter reports a stream filter other than FlateDecode, or one that fails.
	errFilter = fmt.Errorf("%w: stream filter", ErrUnsupported)
	// ErrOptions reports options that Finalise cannot honour.
	ErrOptions = fmt.Errorf("%w: options", ErrPDF)
)

// syntaxAt makes an ErrSyntax error that names the byte offset of the trouble.
func syntaxAt(off int, what string) error {
	return fmt.Errorf("%w: %s at byte %d", ErrSyntax, what, off)
}

// xrefAt makes an ErrXRef error that names the byte offset of the trouble.
func xrefAt(off int, what string) error {
	return fmt.Errorf("%w: %s at byte %d", ErrXRef, what, off)
}
