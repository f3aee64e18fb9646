# Attention by libtorch's fused operator, which keeps one number a query instead of N probabilities.

def heads_of(self, qkv: Tensor, images: int, heads: int, width: int) -> Tensor:
  # (B N, 3 C + R) to (3, B, H, N, D), a view
  parts = qkv.view([images, -1, qkv.size(1)])[:, :, :3 * width]
  return parts.unflatten(2, [3, heads, width // heads]).permute([2, 0, 3, 1, 4])

def attend(self, qkv: Tensor, images: int, heads: int, width: int) -> List[Tensor]:
  # (B N, 3 C + R) to the heads' outputs, (B N, C), and what the way back needs
  q, k, v = torch.unbind(self.heads_of(qkv, images, heads, width))
  mixed, normaliser = torch._scaled_dot_product_flash_attention_for_cpu(q, k, v)
  return [mixed.transpose(1, 2).reshape([-1, width]), normaliser]

def attend_back(self, d: Tensor, qkv: Tensor, mixed: Tensor, kept: Tensor, images: int, heads: int, width: int) -> Tensor:
  # d (B N, C + R), the gradient of the outputs, to that of queries, keys and values, (B N, 3 C)
  q, k, v = torch.unbind(self.heads_of(qkv, images, heads, width))
  dm = d.view([images, -1, d.size(1)])[:, :, :width]
  dm = dm.unflatten(2, [heads, width // heads]).transpose(1, 2)
  m = mixed.view([images, -1, heads, width // heads]).transpose(1, 2)
  dq, dk, dv = torch._scaled_dot_product_flash_attention_for_cpu_backward(
      dm, q, k, v, m, kept, 0., False)
  all = torch.stack([dq.transpose(1, 2), dk.transpose(1, 2), dv.transpose(1, 2)], 2)
  return all.view([-1, 3 * width])
