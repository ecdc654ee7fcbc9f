// The pre-scan of any file: what it is, and everything that refuses it before a library parses it.
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/file_kind.h"
#include "imaging/finding.h"

namespace medal::imaging {

struct Prescan {
    FileKind kind = FileKind::unknown;
    Findings findings;
};

/// Never throws for what the bytes hold. Archives are judged by their listing and by inflating them once,
/// bounded.
Prescan prescan(Bytes file);

}  // namespace medal::imaging
