// The system calls that nothing which decodes an image needs: network, tracing, mounting, kernel and key
// handling.
#pragma once

namespace medal::imaging::sandbox {

/// A file descriptor with the compiled filter (for bwrap --seccomp), or -1 where it cannot be made. The
/// caller closes it.
int seccomp_program();

/// The same filter over the calling process, for good: where bubblewrap cannot do it.
void apply_seccomp();

}  // namespace medal::imaging::sandbox
