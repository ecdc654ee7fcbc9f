// Any bytes as a NIfTI file. The de-identifier keeps every voxel, blanks the texts and writes a file that it
// accepts itself; the search for a face and both readers of the metrics read it or say no.
// uses: base imaging metrics
#include "base/error.h"
#include "imaging/deid/formats.h"
#include "imaging/face/deface.h"
#include "imaging/file_kind.h"
#include "imaging/gzip_image.h"
#include "imaging/nifti_checks.h"
#include "memory_file.h"
#include "metrics/io/nifti.h"

#include <algorithm>

namespace {

using medal::fuzz::require;
using namespace medal::imaging;

void check_cleaned(Bytes file, const NiftiHeader& before, Bytes packed) {
    Findings findings;
    const auto cleaned = inflate_image(packed, findings);
    require(cleaned.has_value());
    const auto after = check_nifti(*cleaned, findings);
    require(after.has_value() && after->data_bytes() == before.data_bytes());
    require(after->data_offset == after->header_bytes() + 4);
    const auto voxels = file.subspan(before.data_offset, before.data_bytes());
    require(std::equal(voxels.begin(), voxels.end(),
                       cleaned->begin() + static_cast<std::ptrdiff_t>(after->data_offset)));
    const auto text = cleaned->begin() + (after->version_2 ? 240 : 148);
    require(std::all_of(text, text + 80, [](std::byte byte) { return byte == std::byte{0}; }));
}

void deidentify(Bytes file) {
    if (detect_kind(file) != FileKind::nifti) return;
    Findings findings;
    const auto header = check_nifti(file, findings);
    require(header.has_value() != refuses(findings));
    if (!header) return;
    deid::Identifiers identifiers;
    const deid::Profile profile;
    const deid::StudySecrets secrets{deid::StudySecrets::Key{}};
    deid::OutputPlan plan;
    deid::ActionLog log;
    const deid::Subject subject{identifiers, {}};
    deid::FormatContext context{file, profile, secrets, subject, plan, log, findings};
    deid::deidentify_nifti(context);
    check_cleaned(file, *header, plan.joined());
    face::deface_nifti(file, {});
}

template <class Read>
void try_read(const Read& read) {
    try {
        read();
    } catch (const medal::base::Error& error) {
        require(!error.message().empty());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes bytes{reinterpret_cast<const std::byte*>(data), size};
    try_read([&] { deidentify(bytes); });
    const medal::fuzz::MemoryFile file{bytes};
    try_read([&] {
        const auto labels = medal::metrics::read_nifti(file.path());
        require(labels.geometry.voxel_count() > 0);
    });
    try_read([&] { medal::metrics::read_nifti_scores(file.path()); });
    return 0;
}
