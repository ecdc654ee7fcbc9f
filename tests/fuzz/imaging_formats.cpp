// Any bytes as a file of its own kind: the de-identifier refuses it with a reason and leaves no file, or what
// it writes is taken by the pre-scan and is of the kind that it says. A TIFF whose texts made it a slide may
// be a plain one without them.
// uses: base imaging
#include "imaging/deid/deidentify.h"
#include "imaging/mapped_file.h"
#include "imaging/prescan.h"
#include "memory_file.h"

#include <filesystem>

namespace {

using medal::fuzz::require;
using namespace medal::imaging;
namespace fs = std::filesystem;

/// In memory, and gone with the process.
class Output {
  public:
    Output() : folder_("/dev/shm/medal-fuzz-" + std::to_string(::getpid())) {
        fs::create_directories(folder_);
    }
    ~Output() { fs::remove_all(folder_); }
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    fs::path stem() const { return folder_ / "out"; }
    bool is_empty() const { return fs::is_empty(folder_); }

  private:
    fs::path folder_;
};

void check_written(const fs::path& path, FileKind said) {
    {
        const MappedFile written{path};
        auto kind = detect_kind(written.bytes());
        if (kind == FileKind::gzip) kind = FileKind::nifti;
        require(kind == said || (said == FileKind::slide && kind == FileKind::tiff));
        require(!refuses(prescan(written.bytes()).findings));
    }
    fs::remove(path);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Output output;
    static medal::imaging::burned_in::TextScanner unused;
    const medal::fuzz::MemoryFile file{{reinterpret_cast<const std::byte*>(data), size}};
    const deid::Identifiers identifiers;
    const deid::Profile profile;
    const deid::StudySecrets secrets{deid::StudySecrets::Key{}};
    const auto result = deid::deidentify_file(
        {file.path(), output.stem(), profile, secrets, {identifiers, {}}, false, nullptr}, unused);
    if (result.status == deid::FileStatus::written) {
        auto path = output.stem();
        path += result.ending;
        check_written(path, result.kind);
    } else {
        require(!result.reason.empty());
    }
    require(output.is_empty());
    return 0;
}
