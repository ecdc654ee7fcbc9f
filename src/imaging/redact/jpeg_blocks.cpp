#include "imaging/redact/jpeg_blocks.h"

#include "imaging/redact/redact.h"

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

/// Which Huffman tables what is written has.
enum class Coding { best, own };

struct Job {
    Bytes stream;
    Bytes tables;
    JpegColours colours;
    std::span<const PixelBox> boxes;
    Coding coding = Coding::best;
};

/// Whether a table has a code for each of the symbols from 0 to `last`.
bool has_codes(const JHUFF_TBL* table, int last) {
    if (table == nullptr) return false;
    int codes = 0;
    for (int length = 1; length <= 16; ++length) codes += table->bits[length];
    const auto* end = table->huffval + std::min(codes, 256);
    for (int symbol = 0; symbol <= last; ++symbol) {
        if (std::find(table->huffval, end, static_cast<UINT8>(symbol)) == end) return false;
    }
    return true;
}

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

    /// False where the tables of the stream lack codes that blank blocks may need.
    bool has_own_tables() const { return has_own_tables_; }
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

    bool is_ycc() const {
        if (job_.colours == JpegColours::told) return in_.jpeg_color_space == JCS_YCbCr;
        return job_.colours == JpegColours::ycc;
    }

    void blank() {
        for (int number = 0; number < in_.num_components; ++number) {
            const auto& component = in_.comp_info[number];
            const bool is_dark = number == 0 || !is_ycc();
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
        out_.optimize_coding = job_.coding == Coding::best ? TRUE : FALSE;
        if (job_.coding == Coding::own) copy_tables();
        jpeg_mem_dest(&out_, &written_, &written_bytes_);
        jpeg_write_coefficients(&out_, arrays_);
        jpeg_finish_compress(&out_);
        jpeg_finish_decompress(&in_);
    }

    /// Differences of DC have at most eleven bits, and a blank block has no code of AC but its end.
    void copy_tables() {
        constexpr int kMostDcBits = 11;
        for (int i = 0; i < NUM_HUFF_TBLS; ++i) {
            copy(in_.dc_huff_tbl_ptrs[i], out_.dc_huff_tbl_ptrs[i]);
            copy(in_.ac_huff_tbl_ptrs[i], out_.ac_huff_tbl_ptrs[i]);
        }
        for (int number = 0; number < in_.num_components; ++number) {
            const auto& from = in_.comp_info[number];
            auto& to = out_.comp_info[number];
            to.dc_tbl_no = from.dc_tbl_no;
            to.ac_tbl_no = from.ac_tbl_no;
            if (has_codes(in_.dc_huff_tbl_ptrs[from.dc_tbl_no], kMostDcBits) &&
                has_codes(in_.ac_huff_tbl_ptrs[from.ac_tbl_no], 0)) {
                continue;
            }
            has_own_tables_ = false;
            jump_back(reinterpret_cast<j_common_ptr>(&out_));
        }
    }

    void copy(const JHUFF_TBL* from, JHUFF_TBL*& to) {
        if (from == nullptr) return;
        if (to == nullptr) to = jpeg_alloc_huff_table(reinterpret_cast<j_common_ptr>(&out_));
        std::copy(std::begin(from->bits), std::end(from->bits), std::begin(to->bits));
        std::copy(std::begin(from->huffval), std::end(from->huffval), std::begin(to->huffval));
    }

    const Job& job_;
    bool has_own_tables_ = true;
    Failing failing_;
    jpeg_decompress_struct in_{};
    jpeg_compress_struct out_{};
    jvirt_barray_ptr* arrays_ = nullptr;
    unsigned char* written_ = nullptr;
    unsigned long written_bytes_ = 0;
};

std::vector<std::byte> transcoded(const Job& job) {
    const auto transcoder = std::make_unique<Transcoder>(job);
    if (!transcoder->run()) {
        if (transcoder->has_own_tables()) fail_slide_damaged();
        fail_unsupported("The tables of this slide's compression have no codes for black.");
    }
    const auto written = transcoder->written();
    return {written.begin(), written.end()};
}

}  // namespace

std::vector<std::byte> blank_blocks(Bytes stream, Bytes tables, JpegColours colours,
                                    std::span<const PixelBox> boxes) {
    return transcoded({stream, tables, colours, boxes});
}

std::vector<std::byte> blank_blocks_with_own_tables(Bytes stream, std::span<const PixelBox> boxes) {
    return transcoded({stream, {}, JpegColours::told, boxes, Coding::own});
}

}  // namespace medal::imaging::redact
