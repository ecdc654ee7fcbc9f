#include "imaging/redact/jpeg_blocks.h"

#include "base/error.h"

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <jpeglib.h>
#include <memory>

namespace medal::imaging::redact {
namespace {

/// Black lies half of the range below the middle; the first coefficient counts eight times.
constexpr int kBlack = -1024;

struct Failing {
    jpeg_error_mgr manager{};
    std::jmp_buf back{};
};

[[noreturn]] void jump_back(j_common_ptr info) {
    // NOLINTNEXTLINE(cert-err52-cpp): libjpeg's own way back; an exception may not cross its C frames.
    std::longjmp(reinterpret_cast<Failing*>(info->err)->back, 1);
}
void say_nothing(j_common_ptr /*info*/) {}
void count_nothing(j_common_ptr /*info*/, int /*level*/) {}

jpeg_error_mgr* quiet(Failing& failing) {
    auto* manager = jpeg_std_error(&failing.manager);
    manager->error_exit = jump_back;
    manager->output_message = say_nothing;
    manager->emit_message = count_nothing;
    return manager;
}

struct Job {
    Bytes stream;
    Bytes tables;
    JpegColours colours;
    std::span<const PixelBox> boxes;
};

/// One stream in and one out. Only `run` knows of jumps, and it holds nothing that would have to be undone.
class Transcoder {
  public:
    explicit Transcoder(const Job& job) : job_(job) {
        in_.err = quiet(failing_);
        out_.err = in_.err;
        jpeg_create_decompress(&in_);
        jpeg_create_compress(&out_);
    }
    ~Transcoder() {
        jpeg_destroy_decompress(&in_);
        jpeg_destroy_compress(&out_);
        std::free(written_);
    }
    Transcoder(const Transcoder&) = delete;
    Transcoder& operator=(const Transcoder&) = delete;

    bool run() {
        // NOLINTNEXTLINE(cert-err52-cpp): as above.
        if (setjmp(failing_.back) != 0) return false;
        read();
        blank();
        write();
        return true;
    }

    Bytes written() const { return {reinterpret_cast<const std::byte*>(written_), written_bytes_}; }

  private:
    void take(Bytes bytes) {
        jpeg_mem_src(&in_, reinterpret_cast<const unsigned char*>(bytes.data()),
                     static_cast<unsigned long>(bytes.size()));
    }

    void read() {
        if (!job_.tables.empty()) {
            take(job_.tables);
            jpeg_read_header(&in_, FALSE);
        }
        take(job_.stream);
        jpeg_read_header(&in_, TRUE);
        arrays_ = jpeg_read_coefficients(&in_);
    }

    void blank() {
        for (int number = 0; number < in_.num_components; ++number) {
            const auto& component = in_.comp_info[number];
            const bool is_dark = number == 0 || job_.colours == JpegColours::lights;
            const auto step = component.quant_table != nullptr ? component.quant_table->quantval[0] : 1;
            const int first = is_dark ? kBlack / std::max<int>(1, step) : 0;
            for (const auto& box : job_.boxes) blank(number, box, first);
        }
    }

    /// Whole blocks that the components have in common, so that brightness and colour end at one edge.
    void blank(int number, const PixelBox& box, int first) {
        const auto& component = in_.comp_info[number];
        const auto across = static_cast<std::size_t>(in_.max_h_samp_factor) * DCTSIZE;
        const auto down = static_cast<std::size_t>(in_.max_v_samp_factor) * DCTSIZE;
        const auto horizontal = static_cast<std::size_t>(component.h_samp_factor);
        const auto vertical = static_cast<std::size_t>(component.v_samp_factor);
        const auto right =
            std::min<std::size_t>((box.right + across - 1) / across * horizontal, component.width_in_blocks);
        const auto bottom =
            std::min<std::size_t>((box.bottom + down - 1) / down * vertical, component.height_in_blocks);
        for (auto row = box.top / down * vertical; row < bottom; ++row) {
            auto* blocks =
                (*in_.mem->access_virt_barray)(reinterpret_cast<j_common_ptr>(&in_), arrays_[number],
                                               static_cast<JDIMENSION>(row), 1, TRUE)[0];
            for (auto column = box.left / across * horizontal; column < right; ++column) {
                std::fill_n(blocks[column], DCTSIZE2, JCOEF{0});
                blocks[column][0] = static_cast<JCOEF>(first);
            }
        }
    }

    void write() {
        jpeg_copy_critical_parameters(&in_, &out_);
        out_.write_JFIF_header = FALSE;
        out_.write_Adobe_marker = FALSE;
        out_.optimize_coding = TRUE;
        jpeg_mem_dest(&out_, &written_, &written_bytes_);
        jpeg_write_coefficients(&out_, arrays_);
        jpeg_finish_compress(&out_);
        jpeg_finish_decompress(&in_);
    }

    const Job& job_;
    Failing failing_;
    jpeg_decompress_struct in_{};
    jpeg_compress_struct out_{};
    jvirt_barray_ptr* arrays_ = nullptr;
    unsigned char* written_ = nullptr;
    unsigned long written_bytes_ = 0;
};

}  // namespace

std::vector<std::byte> blank_blocks(Bytes stream, Bytes tables, JpegColours colours,
                                    std::span<const PixelBox> boxes) {
    const Job job{stream, tables, colours, boxes};
    const auto transcoder = std::make_unique<Transcoder>(job);
    if (!transcoder->run()) {
        throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The slide is damaged."};
    }
    const auto written = transcoder->written();
    return {written.begin(), written.end()};
}

}  // namespace medal::imaging::redact
