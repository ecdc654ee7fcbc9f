// Structure of MP4/MOV (ISO 14496-12) and Matroska files before a demuxer sees them.
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/finding.h"

namespace medal::imaging {

void check_mp4(Bytes file, Findings& findings);
void check_matroska(Bytes file, Findings& findings);

}  // namespace medal::imaging
