// Memory does not follow the size of a file: what it is made of is neither copied nor kept mapped in.
#include "imaging/deid/batch.h"
#include "imaging/deid/element_writer.h"
#include "imaging/worker/crew.h"
#include "support/temporary_folder.h"

#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace medal::imaging::worker {
namespace {

namespace fs = std::filesystem;
namespace vr = dicom::vr;

constexpr std::uint64_t kFrames = 512;
constexpr std::uint64_t kPixels_bytes = kFrames * 512 * 512 * 2;
/// Steps of 32 MiB of input and output, and what any file takes.
constexpr std::uint64_t kGrowth_bytes = 96ULL << 20;
constexpr std::uint64_t kWorker_bytes = 160ULL << 20;
constexpr std::string_view kCt = "1.2.840.10008.5.1.4.1.1.2.1";

std::string short_number(unsigned value) {
    return {static_cast<char>(value & 0xFF), static_cast<char>(value >> 8)};
}

void write_description(deid::ElementWriter& writer) {
    writer.text(dicom::tags::kSopClass, vr::UI, kCt);
    writer.text(dicom::tags::kSopInstance, vr::UI, "1.2.3.4.5.6.7");
    writer.text(dicom::tags::kModality, vr::CS, "CT");
    writer.text(dicom::tags::kPatientName, vr::PN, "Bigfile^Quentin");
    writer.text(dicom::tags::kPatientId, vr::LO, "QX-48151623");
    writer.text(dicom::tags::kSamples, vr::US, short_number(1));
    writer.text(dicom::tags::kPhotometric, vr::CS, "MONOCHROME2");
    writer.text(dicom::tags::kFrames, vr::IS, std::to_string(kFrames));
    writer.text(dicom::tags::kRows, vr::US, short_number(512));
    writer.text(dicom::tags::kColumns, vr::US, short_number(512));
    writer.text(dicom::tags::kBitsAllocated, vr::US, short_number(16));
    writer.text(dicom::tags::kBitsStored, vr::US, short_number(12));
}

/// A multi-frame CT whose pixels are a hole in the file.
void write_large_file(const fs::path& path) {
    constexpr dicom::Tag kMetaLength{0x00020000};
    const dicom::Encoding plain{.explicit_vr = true, .endian = Endian::little};
    deid::OutputPlan meta;
    deid::ElementWriter{meta, plain}.text(dicom::tags::kTransferSyntax, vr::UI, "1.2.840.10008.1.2.1");
    deid::OutputPlan plan;
    plan.add(std::string(128, '\0') + "DICM");
    deid::ElementWriter writer{plan, plain};
    writer.text(kMetaLength, vr::UL, short_number(static_cast<unsigned>(meta.size())) + short_number(0));
    plan.add_copied(meta.joined());
    write_description(writer);
    writer.begin_value(dicom::tags::kPixelData, vr::OW, kPixels_bytes);
    plan.write_to(path);
    fs::resize_file(path, fs::file_size(path) + kPixels_bytes);
}

/// A line of /proc/self/status, in bytes.
std::uint64_t own_memory(const std::string& name) {
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(name + ":")) return std::stoull(line.substr(name.size() + 1)) * 1024;
    }
    return 0;
}

class LargeFile : public ::testing::Test {
  protected:
    LargeFile() {
        fs::create_directories(folder_ / "in");
        fs::create_directories(folder_ / "out");
        write_large_file(folder_ / "in/large.dcm");
    }

    deid::BatchReport deidentify(deid::FileWork& work) const {
        deid::BatchOptions batch;
        batch.quarantine = folder_ / "out/quarantine";
        batch.work = &work;
        const std::vector<std::byte> key(32, std::byte{7});
        return deid::deidentify_batch({folder_ / "in"}, folder_ / "out", batch,
                                      deid::StudySecrets::from_bytes(key), {});
    }

    testing::TemporaryFolder folder_;
};

TEST_F(LargeFile, is_rewritten_and_verified_by_a_worker_that_may_not_hold_it) {
    Crew crew{{.readable = {folder_ / "in"},
               .writable = {folder_ / "out"},
               .workers = 1,
               .memory_bytes = kWorker_bytes}};
    const auto report = deidentify(crew);
    ASSERT_EQ(report.summary.written, 1U) << report.files.at(0).reason;
    EXPECT_GT(fs::file_size(folder_ / "out" / *report.files[0].output_name), kPixels_bytes);
}

TEST_F(LargeFile, takes_memory_in_steps_and_not_as_a_whole) {
    std::ofstream reset{"/proc/self/clear_refs"};
    // 5: the peak starts anew (proc(5)).
    if (!(reset << "5" << std::flush)) GTEST_SKIP() << "the peak of memory cannot be reset here";
    const auto before = own_memory("VmRSS");
    deid::LocalFileWork here;
    const auto report = deidentify(here);
    const auto peak = own_memory("VmHWM");
    ASSERT_EQ(report.summary.written, 1U) << report.files.at(0).reason;
    EXPECT_LT(peak, before + kGrowth_bytes);
}

}  // namespace
}  // namespace medal::imaging::worker
